import { expect, test } from 'vitest';
import type { ReferenceOption } from '../../preload/contract/forms.ts';
import { ReferenceSearch } from '../../renderer/screens/form/inputs/reference-search.svelte.ts';
import { settled } from './support/settled.ts';

const people: ReferenceOption[] = [
  { sys_id: 'u1', display: 'Dana', detail: 'South' },
  { sys_id: 'u2', display: 'Dana', detail: 'North' },
  { sys_id: 'u3', display: 'Wim', detail: null },
];

function setUp(): { reference: ReferenceSearch; chosen: (string | null)[]; searches: string[] } {
  const chosen: (string | null)[] = [];
  const searches: string[] = [];
  const reference = new ReferenceSearch(
    (search) => {
      searches.push(search);
      const value = people.filter(({ display }) => display.toLowerCase().startsWith(search));
      return Promise.resolve({ ok: true, value });
    },
    (option) => {
      chosen.push(option?.sys_id ?? null);
    },
  );
  return { reference, chosen, searches };
}

test('typing searches and highlights the first option; Enter takes it', async () => {
  const { reference, chosen } = setUp();
  reference.type('da');
  await settled();
  expect([reference.isOpen, reference.active]).toEqual([true, 0]);
  expect(reference.handleKey('Enter')).toBe(true);
  expect(chosen).toEqual(['u1']);
  expect([reference.isOpen, reference.text]).toEqual([false, null]);
});

test('arrow keys open the first ones, go through them and round', async () => {
  const { reference, chosen, searches } = setUp();
  reference.handleKey('ArrowDown');
  await settled();
  expect(searches).toEqual(['']);
  expect(reference.active).toBe(-1);
  reference.handleKey('ArrowDown');
  reference.handleKey('ArrowUp');
  expect(reference.active).toBe(2);
  reference.handleKey('Enter');
  expect(chosen).toEqual(['u3']);
});

test('Enter takes nothing while the options belong to words typed before', () => {
  const { reference, chosen } = setUp();
  reference.type('w');
  expect(reference.handleKey('Enter')).toBe(true);
  expect(chosen).toEqual([]);
});

test('Enter with the options closed is left to the form', () => {
  expect(setUp().reference.handleKey('Enter')).toBe(false);
});

test('Escape closes and keeps what was chosen', async () => {
  const { reference, chosen } = setUp();
  reference.type('da');
  await settled();
  expect(reference.handleKey('Escape')).toBe(true);
  expect([reference.isOpen, reference.text]).toEqual([false, null]);
  expect(reference.handleKey('Escape')).toBe(false);
  expect(chosen).toEqual([]);
});

test('emptying the input chooses nothing', () => {
  const { reference, chosen } = setUp();
  reference.type('');
  expect(chosen).toEqual([null]);
});
