/** Everybody and everything here is made up; a resemblance would be chance. */
export const signIns = [
  {
    userName: 'dispatcher',
    name: 'Dana Whitlock',
    title: 'Field service dispatcher',
    roles: ['wm_dispatcher'],
  },
  {
    userName: 'supervisor',
    name: 'Simon Achterberg',
    title: 'Field service supervisor',
    roles: ['wm_manager', 'wm_dispatcher'],
  },
  { userName: 'technician', name: 'Tess Okonjo', title: 'Field technician', roles: ['wm_agent'] },
  { userName: 'admin', name: 'Ada Lindqvist', title: 'System administrator', roles: ['admin'] },
] as const;

export const colleagues = [
  ['Amir Haddad', 'Field technician'],
  ['Beatrix Solberg', 'Senior field technician'],
  ['Callum Reyes', 'Field technician'],
  ['Chiara Venturi', 'HVAC engineer'],
  ['Declan Moorcroft', 'Electrician'],
  ['Eleni Marangos', 'Field technician'],
  ['Femi Adebayo', 'Biomedical engineer'],
  ['Greta Halvorsen', 'Network technician'],
  ['Hugo Brandt', 'Field technician'],
  ['Imogen Tallis', 'Lift engineer'],
  ['Jonas Petrauskas', 'Field technician'],
  ['Keiko Tanabe', 'Biomedical engineer'],
  ['Liam Fairweather', 'Apprentice technician'],
  ['Marta Kowalczyk', 'Electrician'],
  ['Nadia Rahman', 'Field technician'],
  ['Oskar Nyberg', 'HVAC engineer'],
  ['Priya Venkataraman', 'Network technician'],
  ['Quentin Duval', 'Senior field technician'],
  ['Rosa Iglesias', 'Parts coordinator'],
  ['Samuel Oduya', 'Field technician'],
  ['Thea Carmody', 'Dispatcher'],
  ['Viktor Horvat', 'Field technician'],
  ['Wren Gallagher', 'Work order qualifier'],
] as const;

export const groups = [
  ['Field Dispatch', 'Plans and dispatches work order tasks'],
  ['Qualification Desk', 'Checks new work orders before they are planned'],
  ['Medical Equipment North', 'Scanners, monitors and laboratory devices'],
  ['Building Services', 'Heating, ventilation, lifts and power'],
  ['Network Field Team', 'Cabling, switches and access points on site'],
  ['Refrigeration', 'Cold rooms and cooling plants'],
] as const;

export const companies = [
  'Larkfield Hospitals Trust',
  'Brightwater Foods',
  'Penhallow Logistics',
  'Northgate Retail Parks',
  'Ashcombe University',
  'Severn Valley Dairies',
  'Kestrel Data Centres',
  'Merriden Housing',
  'Tidewell Shipping',
  'Oakhurst Care Homes',
] as const;

export const cities = [
  ['Leeds', '53.80', '-1.55', 'LS1'],
  ['Bristol', '51.45', '-2.59', 'BS1'],
  ['Sheffield', '53.38', '-1.47', 'S1'],
  ['Cardiff', '51.48', '-3.18', 'CF10'],
  ['Norwich', '52.63', '1.30', 'NR1'],
  ['Exeter', '50.72', '-3.53', 'EX1'],
  ['Carlisle', '54.89', '-2.93', 'CA1'],
] as const;

export const sites = ['Main building', 'North wing', 'Warehouse', 'Data hall', 'Service yard'] as const;
export const streets = [
  'Station Road',
  'Mill Lane',
  'Harbour Street',
  'Castle Way',
  'Foundry Lane',
  'Priory Road',
] as const;
