type Pairs = readonly (readonly [value: string, label: string])[];

/** States of a work order task. 10 and 16 to 18 are ServiceNow's own numbers; see "Field service" in README.md. */
export const taskStates: Pairs = [
  ['1', 'Draft'],
  ['10', 'Pending Dispatch'],
  ['16', 'Assigned'],
  ['17', 'Accepted'],
  ['18', 'Work In Progress'],
  ['3', 'Closed Complete'],
  ['4', 'Closed Incomplete'],
  ['7', 'Cancelled'],
];

/** States of a work order. The names are ServiceNow's; no public source gives the numbers, so these follow the tasks'. */
export const orderStates: Pairs = [
  ['1', 'Draft'],
  ['11', 'Awaiting Qualification'],
  ['12', 'Qualified'],
  ['10', 'Ready for Dispatch'],
  ['16', 'Assigned'],
  ['17', 'Accepted'],
  ['18', 'Work In Progress'],
  ['3', 'Closed Complete'],
  ['4', 'Closed Incomplete'],
  ['7', 'Cancelled'],
];

/** Where a task or an order has come to its end. */
export const closedStates: readonly string[] = ['3', '4', '7'];
