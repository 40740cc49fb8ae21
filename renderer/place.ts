/** Where the person is: what the address of the window says. */
export type Place =
  | { screen: 'start' }
  | { screen: 'list'; list: string }
  | { screen: 'record'; table: string; sys_id: string }
  | { screen: 'form'; action: string; record: string | null; revises: number | null }
  | { screen: 'outbox' }
  | { screen: 'settings' }
  | { screen: 'sign-in' };

/** Stands in the address for "no record". */
const none = '-';

/** The place that a `location.hash` names; an address nobody knows leads to the start. */
export function placeAt(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [screen = '', first, second] = path.split('/');
  switch (screen) {
    case 'list':
      return first ? { screen, list: first } : { screen: 'start' };
    case 'record':
      return first && second ? { screen, table: first, sys_id: second } : { screen: 'start' };
    case 'form': {
      if (!first || !second) return { screen: 'start' };
      const revises = Number(new URLSearchParams(query).get('revises'));
      return { screen, action: first, record: second === none ? null : second, revises: revises || null };
    }
    case 'outbox':
    case 'settings':
    case 'sign-in':
      return { screen };
    default:
      return { screen: 'start' };
  }
}

/** The address of a place, for links and for `location.hash`. */
export function hrefOf(place: Place): string {
  switch (place.screen) {
    case 'start':
      return '#/';
    case 'list':
      return address('list', place.list);
    case 'record':
      return address('record', place.table, place.sys_id);
    case 'form': {
      const href = address('form', place.action, place.record ?? none);
      return place.revises === null ? href : `${href}?revises=${place.revises}`;
    }
    case 'outbox':
    case 'settings':
    case 'sign-in':
      return address(place.screen);
  }
}

/** Ids, tables and sys_ids hold nothing that an address would have to escape. */
function address(...parts: string[]): string {
  return `#/${parts.join('/')}`;
}
