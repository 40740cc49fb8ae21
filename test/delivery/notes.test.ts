import { expect, test } from 'vitest';
import { countNotes } from '../../main/delivery/notes.ts';

/** The record as it answers, its journal rendered for a user whose clock is an hour ahead of UTC. */
function record(
  journal: string,
  updated: [value: string, shown: string] = ['2026-01-05 08:00:00', '2026-01-05 09:00:00'],
) {
  const [value, display_value] = updated;
  return {
    work_notes: { value: '', display_value: journal },
    sys_updated_on: { value, display_value },
  };
}

const at = Date.parse('2026-01-05T08:00:00Z');
const note = (text: string) => ({ field: 'work_notes', text });

const journal = `2026-01-05 09:30:00 - Nina Falk (Work notes)
Key is with the janitor

2026-01-05 09:00:00 - Nina Falk (Work notes)
On my way.
Back door:  2026-01-04 is the code

2026-01-05 08:59:59 - Abel Tesfaye (Work notes)
On site

`;

test.for<[what: string, text: string, author: string, since: number, written: boolean]>([
  ['the newest note', 'Key is with the janitor', 'Nina Falk', at, true],
  ['a note of several lines', 'On my way.\nBack door:  2026-01-04 is the code', 'Nina Falk', at, true],
  [
    'a note with other line ends',
    'On my way.\r\nBack door:  2026-01-04 is the code\r\n',
    'Nina Falk',
    at,
    true,
  ],
  ['a note with white space around it', '  Key is with the janitor \n', 'Nina Falk', at, true],
  ['the last note of the stream', 'On site', 'Abel Tesfaye', at - 1000, true],
  ['a part of a note', 'On my way.', 'Nina Falk', at, false],
  ['more than a note', 'Key is with the janitor!', 'Nina Falk', at, false],
  ['another case', 'KEY is with the janitor', 'Nina Falk', at, false],
  ['a note of somebody else', 'On site', 'Nina Falk', at - 1000, false],
  [
    'a note written at that very second',
    'On my way.\nBack door:  2026-01-04 is the code',
    'Nina Falk',
    at,
    true,
  ],
  ['a note written before', 'On my way.\nBack door:  2026-01-04 is the code', 'Nina Falk', at + 1000, false],
  ['a note after all others', 'Key is with the janitor', 'Nina Falk', at + 31 * 60_000, false],
  ['nothing', '', 'Nina Falk', at, false],
])('%s', ([, text, author, since, written]) => {
  expect(countNotes(record(journal), note(text), author, since, null)).toBe(written ? 1 : 0);
});

test('a note is looked for in its own field', () => {
  expect(countNotes(record(journal), { field: 'comments', text: 'On site' }, 'Abel Tesfaye', 0, null)).toBe(
    0,
  );
  expect(countNotes({}, note('On site'), 'Abel Tesfaye', 0, null)).toBe(0);
});

test('where the displayed time cannot be read, author and text have to do', () => {
  const shown = record(journal, ['2026-01-05 08:00:00', '05/01/2026 9am']);
  expect(countNotes(shown, note('Key is with the janitor'), 'Nina Falk', at + 999 * 60_000, null)).toBe(1);
  expect(countNotes(shown, note('Key is with the janitor'), 'Abel Tesfaye', 0, null)).toBe(0);
});

test('a note from before the clocks were changed is as old as it is, where the zone is known', () => {
  const written = Date.parse('2026-03-28T09:00:00Z');
  // Since then clocks went forward, and somebody changed the record.
  const spring = record('2026-03-28 10:00:00 - Nina Falk (Work notes)\nHere', [
    '2026-03-30 09:00:00',
    '2026-03-30 11:00:00',
  ]);
  const count = (since: number, zone: string | null) =>
    countNotes(spring, note('Here'), 'Nina Falk', since, zone);
  expect([count(written, 'Europe/Amsterdam'), count(written + 1000, 'Europe/Amsterdam')]).toEqual([1, 0]);
  // A zone that shows other times than the instance does, or that nobody knows, is none.
  for (const zone of [null, 'America/New_York', 'Mars/Olympus']) expect(count(written, zone)).toBe(0);
});

test('a user west of UTC reads the same journal', () => {
  const west = record('2026-01-05 03:00:30 - Nina Falk (Work notes)\nHere', [
    '2026-01-05 08:00:30',
    '2026-01-05 03:00:30',
  ]);
  expect(countNotes(west, note('Here'), 'Nina Falk', at, null)).toBe(1);
  expect(countNotes(west, note('Here'), 'Nina Falk', at + 31_000, null)).toBe(0);
});

test('a name with a hyphen or brackets is still a name', () => {
  const named = record('2026-01-05 09:00:00 - Ann-Marie Ö. - (ext) (Work notes)\nHere');
  expect(countNotes(named, note('Here'), 'Ann-Marie Ö. - (ext)', at, null)).toBe(1);
});

test('a line of a note that looks like the head of another is a line of the note', () => {
  const text = 'The customer mailed:\n2026-01-05 09:10:00 - Nina Falk (Work notes)\nCall me';
  const told = record(`2026-01-05 09:30:00 - Nina Falk (Work notes)\n${text}\n\n${journal}`);
  expect(countNotes(told, note(text), 'Nina Falk', at, null)).toBe(1);
});

test('the same note written twice counts twice', () => {
  const twice = record(`2026-01-05 09:30:01 - Nina Falk (Work notes)\nKey is with the janitor\n\n${journal}`);
  expect(countNotes(twice, note('Key is with the janitor'), 'Nina Falk', at, null)).toBe(2);
});
