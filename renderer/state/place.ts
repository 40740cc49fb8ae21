/** Where the person is: what the address of the window says. */
export type Place =
  | { screen: 'start' }
  | { screen: 'list'; list: string }
  | { screen: 'record'; table: string; sys_id: string }
  | FormPlace
  | { screen: 'drafts' }
  | { screen: 'outbox' }
  | { screen: 'settings' }
  | { screen: 'sign-in' };

export interface FormPlace {
  screen: 'form';
  action: string;
  record: string | null;
  /** The refused entry that is edited. */
  revises: number | null;
  /** The draft that is resumed. */
  draft: string | null;
  /**
   * It is filled in once for all the rows that were selected in a list; `record` is the first of them, and null once there is
   * a draft, which knows them.
   */
  many: boolean;
  /** It edits all the entries that have the same cause as the one of `revises`. */
  group: boolean;
}

/** The form of an action; a new one unless `more` says otherwise. */
export function formPlace(
  action: string,
  record: string | null,
  more: Partial<Pick<FormPlace, 'revises' | 'draft' | 'many' | 'group'>> = {},
): FormPlace {
  return { screen: 'form', action, record, revises: null, draft: null, many: false, group: false, ...more };
}

/** Screens that there is one of. */
const alone = ['drafts', 'outbox', 'settings', 'sign-in'] as const;

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
    case 'form':
      return first && second ? formPlaceAt(first, second, query) : { screen: 'start' };
    default:
      return { screen: alone.find((known) => known === screen) ?? 'start' };
  }
}

function formPlaceAt(action: string, record: string, query: string): FormPlace {
  const asked = new URLSearchParams(query);
  return formPlace(action, record === none ? null : record, {
    revises: Number(asked.get('revises')) || null,
    draft: asked.get('draft'),
    many: asked.has('many'),
    group: asked.has('group'),
  });
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
      const asked = [
        place.many && 'many',
        place.group && 'group',
        place.revises !== null && `revises=${place.revises}`,
        place.draft !== null && `draft=${place.draft}`,
      ].filter((part) => part !== false);
      return asked.length === 0 ? href : `${href}?${asked.join('&')}`;
    }
    case 'drafts':
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
