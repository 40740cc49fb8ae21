import type { Rule } from '../../records/rule.ts';
import { read } from '../../store/row.ts';

/** A new shift is the signed-in user's unless it says whose, and begins now unless it says when. */
export const shiftBegins: Rule = {
  name: 'A shift belongs to somebody and begins',
  table: 'x_outpost_shift',
  when: 'before',
  on: ['insert'],
  run: (change) => {
    change.setIfEmpty('user', change.session.sysId);
    change.setIfEmpty('started', change.time);
  },
};

/** Nobody works two shifts at once. */
export const oneOpenShift: Rule = {
  name: 'One open shift per user',
  table: 'x_outpost_shift',
  when: 'before',
  on: ['insert', 'update'],
  run: (change) => {
    if (!change.becomes('state', 'open')) return;
    const shifts = change.records.store.table('x_outpost_shift').where('user', change.now('user'));
    const others = shifts.filter((shift) => read(shift, 'sys_id') !== change.sysId);
    if (others.some((shift) => read(shift, 'state') === 'open')) change.abort();
  },
};

/** The end of a shift is the time given, or now; never before its beginning. */
export const shiftEnds: Rule = {
  name: 'A shift ends after it started',
  table: 'x_outpost_shift',
  when: 'before',
  on: ['insert', 'update'],
  run: (change) => {
    if (change.becomes('state', 'closed')) change.setIfEmpty('ended', change.time);
    if (change.moves('ended') && change.now('ended') !== '' && change.now('ended') < change.now('started'))
      change.abort();
  },
};
