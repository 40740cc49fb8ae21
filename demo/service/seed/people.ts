import { cities, colleagues, companies, groups, signIns, sites, streets } from './names.ts';
import { DAY, idOf, sow, type Field } from './sow.ts';

const ZONE = 'Europe/London';
/** The dispatcher plans from the head office, an hour ahead: display values of times differ from what is kept. */
const OFFICE_ZONE = 'Europe/Amsterdam';

/** Everybody and every place, and the ids that tasks choose from. */
export interface People {
  dispatcher: string;
  technicians: string[];
  groups: Map<string, string>;
  places: { location: string; company: string }[];
}

export function sowPeople(field: Field): People {
  const made = field.today - 400 * DAY;
  const places = sowPlaces(field, made);
  const manager = idOf('sys_user supervisor');
  for (const role of ['wm_dispatcher', 'wm_manager', 'wm_agent', 'admin']) {
    sow(field, 'sys_user_role', idOf(`sys_user_role ${role}`), { name: role }, made);
  }
  for (const { userName, name, title, roles } of signIns) {
    const sysId = sowPerson(field, userName, name, title, userName === 'supervisor' ? '' : manager, made);
    for (const role of roles) sowRole(field, sysId, role, made);
  }
  const technicians = [idOf('sys_user technician')];
  for (const [name, title] of colleagues) {
    const userName = name.toLowerCase().replace(' ', '.');
    const sysId = sowPerson(field, userName, name, title, manager, made);
    const isOffice = /dispatcher|qualifier|coordinator/i.test(title);
    sowRole(field, sysId, isOffice ? 'wm_dispatcher' : 'wm_agent', made);
    if (!isOffice) technicians.push(sysId);
  }
  return {
    dispatcher: idOf('sys_user dispatcher'),
    technicians,
    groups: sowGroups(field, manager, made),
    places,
  };
}

function sowPerson(
  field: Field,
  userName: string,
  name: string,
  title: string,
  manager: string,
  made: number,
): string {
  const [first = '', last = ''] = name.split(' ');
  const sysId = idOf(`sys_user ${userName}`);
  const values = {
    user_name: userName,
    first_name: first,
    last_name: last,
    name,
    title,
    email: `${userName}@example.com`,
    mobile_phone: `+44 7700 9${String(field.chance.whole(10_000, 99_999))}`,
    manager,
    time_zone: userName === 'dispatcher' ? OFFICE_ZONE : ZONE,
  };
  sow(field, 'sys_user', sysId, values, made);
  return sysId;
}

function sowRole(field: Field, user: string, role: string, made: number): void {
  const values = { user, role: idOf(`sys_user_role ${role}`) };
  sow(field, 'sys_user_has_role', idOf(`sys_user_has_role ${user} ${role}`), values, made);
}

function sowGroups(field: Field, manager: string, made: number): Map<string, string> {
  return new Map(
    groups.map(([name, description]) => {
      const sysId = idOf(`sys_user_group ${name}`);
      sow(field, 'sys_user_group', sysId, { name, description, manager }, made);
      return [name, sysId];
    }),
  );
}

function sowPlaces(field: Field, made: number): People['places'] {
  const places: People['places'] = [];
  for (const name of companies) {
    const company = idOf(`core_company ${name}`);
    const [city, latitude, longitude, area] = field.chance.one(cities);
    const street = `${field.chance.whole(1, 180)} ${field.chance.one(streets)}`;
    const zip = `${area} ${field.chance.whole(1, 9)}AB`;
    sow(field, 'core_company', company, { name, street, city, zip, customer: 'true' }, made);
    for (const site of sites.slice(0, field.chance.whole(2, 4))) {
      const location = idOf(`cmn_location ${name} ${site}`);
      const called = `${name}, ${site}`;
      const where = { street, city, zip, country: 'United Kingdom', latitude, longitude, time_zone: ZONE };
      sow(
        field,
        'cmn_location',
        location,
        { name: called, full_name: `${called}, ${city}`, company, ...where },
        made,
      );
      places.push({ location, company });
    }
  }
  return places;
}
