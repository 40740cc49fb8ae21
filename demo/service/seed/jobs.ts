/** A kind of work: what the order is about, and the tasks it comes apart into. */
export interface Job {
  order: string;
  description: string;
  tasks: readonly string[];
  group: string;
  skills: string;
}

export const jobs: readonly Job[] = [
  {
    order: 'MRI scanner shows a helium level alarm',
    description:
      'The console reports a falling helium level since last night. Scans are stopped until it is checked.',
    tasks: [
      'Diagnose helium level alarm on MRI scanner',
      'Refill helium and test the cold head',
      'Calibrate MRI scanner after refill',
    ],
    group: 'Medical Equipment North',
    skills: 'MRI, Cryogenics',
  },
  {
    order: 'Cold room does not hold its temperature',
    description:
      'The room climbs to 9 degrees in the afternoon. Goods have been moved to the second room for now.',
    tasks: [
      'Check compressor and door seals of cold room',
      'Replace evaporator fan',
      'Log temperatures for a day and sign off',
    ],
    group: 'Refrigeration',
    skills: 'Refrigeration',
  },
  {
    order: 'Lift stops between floors',
    description: 'Lift 2 has stopped between the second and third floor twice this week. Nobody was hurt.',
    tasks: [
      'Free and secure lift 2',
      'Replace door contact of lift 2',
      'Inspect lift 2 with the building manager',
    ],
    group: 'Building Services',
    skills: 'Lifts',
  },
  {
    order: 'Access points on the upper floor are down',
    description:
      'No wireless network on the whole upper floor since the power cut. The switch in the riser seems dead.',
    tasks: ['Replace switch in the riser', 'Test access points on the upper floor'],
    group: 'Network Field Team',
    skills: 'Cabling, Switching',
  },
  {
    order: 'Yearly maintenance of the ventilation plant',
    description:
      'Planned maintenance by contract. Filters are on site, the plant may be off from 06:00 to 14:00.',
    tasks: [
      'Change filters of the ventilation plant',
      'Measure air flow in all rooms',
      'Hand over the maintenance report',
    ],
    group: 'Building Services',
    skills: 'HVAC',
  },
  {
    order: 'Emergency generator fails its weekly test',
    description:
      'Starts and stops after some twenty seconds with low oil pressure. The next test is on Monday.',
    tasks: [
      'Diagnose emergency generator',
      'Replace oil pump of the generator',
      'Run generator under load for an hour',
    ],
    group: 'Building Services',
    skills: 'Electrical, Diesel',
  },
  {
    order: 'Patient monitors lose their connection',
    description: 'Six monitors on the ward drop off the central station several times an hour, all at once.',
    tasks: ['Trace connection losses of patient monitors', 'Update firmware of patient monitors'],
    group: 'Medical Equipment North',
    skills: 'Patient monitoring, Network',
  },
  {
    order: 'New tills for the ground floor shops',
    description:
      'Eight tills with card readers. Boxes are in the service yard, the old ones go back to the depot.',
    tasks: [
      'Lay cables for eight tills',
      'Set up tills and card readers',
      'Take old tills back to the depot',
      'Show staff how the new tills work',
    ],
    group: 'Network Field Team',
    skills: 'Cabling, Point of sale',
  },
  {
    order: 'Water under the boiler',
    description: 'The caretaker found a puddle under boiler 1 this morning. Pressure is down to 0.8 bar.',
    tasks: ['Find and stop leak at boiler 1', 'Replace expansion vessel'],
    group: 'Building Services',
    skills: 'Heating',
  },
  {
    order: 'Bottling line stops with a sensor fault',
    description:
      'Line 3 stops every few minutes with fault 214. Cleaning the sensor helps for an hour or so.',
    tasks: ['Replace level sensor on line 3', 'Watch line 3 through one shift'],
    group: 'Refrigeration',
    skills: 'Industrial automation',
  },
];

/** What people write when they are done. */
export const closings = [
  'Part replaced and tested, customer has signed.',
  'Cleaned, adjusted and tested for an hour without fault.',
  'Loose connector found and fixed. No parts used.',
  'Done as planned. Next visit in a year.',
  'Replaced under warranty; the old part goes back to the depot.',
] as const;

/** What people write while they work. */
export const notes = [
  'Called the customer, access through the service yard, ask for the caretaker.',
  'Part ordered, arrives tomorrow before ten.',
  'Customer asks for a call half an hour ahead.',
  'Second person needed for lifting.',
  'Checked on site: the photos match the description.',
] as const;
