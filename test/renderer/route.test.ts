import { expect, test } from 'vitest';
import { formPlace, hrefOf, placeAt, type Place } from '../../renderer/state/place.ts';
import { Route } from '../../renderer/state/route.svelte.ts';
import { settled } from './support/settled.ts';
import { makeWindow } from './support/window.ts';

const tasks: Place = { screen: 'list', list: 'my-tasks' };
const task: Place = { screen: 'record', table: 'wm_task', sys_id: 'abc' };

test.each<[string, Place]>([
  ['#/', { screen: 'start' }],
  ['#/list/my-tasks', tasks],
  ['#/record/wm_task/abc', task],
  ['#/form/assign/abc', formPlace('assign', 'abc')],
  ['#/form/new-order/-', formPlace('new-order', null)],
  ['#/form/assign/abc?revises=12', formPlace('assign', 'abc', { revises: 12 })],
  ['#/form/assign/abc?draft=d1', formPlace('assign', 'abc', { draft: 'd1' })],
  ['#/form/assign/abc?many', formPlace('assign', 'abc', { many: true })],
  ['#/drafts', { screen: 'drafts' }],
  ['#/outbox', { screen: 'outbox' }],
  ['#/settings', { screen: 'settings' }],
  ['#/sign-in', { screen: 'sign-in' }],
])('%s is the address of a place and leads to it', (href, place) => {
  expect(hrefOf(place)).toBe(href);
  expect(placeAt(href)).toEqual(place);
});

test.each(['', '#', '#/nowhere', '#/list', '#/record/wm_task', '#/form/assign'])(
  '%s leads to the start',
  (hash) => {
    expect(placeAt(hash)).toEqual({ screen: 'start' });
  },
);

test('going somewhere is a new visit, and back is the visit before', () => {
  const route = new Route(makeWindow('#/list/my-tasks'));
  route.go(task);
  expect([route.place, route.visit]).toEqual([task, 1]);
  route.back({ screen: 'start' });
  expect([route.place, route.visit]).toEqual([tasks, 0]);
});

test('back on the first screen of the window leads where the screen says', () => {
  const route = new Route(makeWindow('#/form/assign/abc'));
  route.back(task);
  expect(route.place).toEqual(task);
});

test('a guarded screen stays, address and all, until the person says to leave', async () => {
  const window = makeWindow('#/list/my-tasks');
  const route = new Route(window);
  route.go(task);
  route.guard({ holds: () => true, settle: null });
  route.back({ screen: 'start' });
  await settled();
  expect(route.place).toEqual(task);
  expect(window.location.hash).toBe(hrefOf(task));
  expect(route.wanted).toEqual(tasks);
  route.stay();
  expect(route.wanted).toBeNull();
  route.go({ screen: 'outbox' });
  await settled();
  route.leave();
  expect(route.place).toEqual({ screen: 'outbox' });
});

test('a lifted guard asks nothing', () => {
  const route = new Route(makeWindow('#/list/my-tasks'));
  const lift = route.guard({ holds: () => true, settle: null });
  lift();
  route.go(task);
  expect(route.place).toEqual(task);
  expect(route.wanted).toBeNull();
});

test('what can be brought into safety is, and then nobody is asked', async () => {
  const route = new Route(makeWindow('#/list/my-tasks'));
  route.guard({ holds: () => true, settle: () => Promise.resolve(true) });
  route.go(task);
  expect(route.place).toEqual(tasks);
  await settled();
  expect(route.place).toEqual(task);
  expect(route.wanted).toBeNull();
});

test('what cannot be brought into safety is asked about', async () => {
  const route = new Route(makeWindow('#/list/my-tasks'));
  route.guard({ holds: () => true, settle: () => Promise.resolve(false) });
  route.go(task);
  await settled();
  expect([route.place, route.wanted]).toEqual([tasks, task]);
});

test('another address for the same screen is no new visit', () => {
  const window = makeWindow('#/form/assign/abc');
  const route = new Route(window);
  route.replace(formPlace('assign', 'abc', { draft: 'd1' }));
  expect(window.location.hash).toBe('#/form/assign/abc?draft=d1');
  expect(route.visit).toBe(0);
});
