import { expect, test } from 'vitest';
import { hrefOf, placeAt, type Place } from '../../renderer/place.ts';
import { Route } from '../../renderer/route.svelte.ts';
import { makeWindow } from './fake/window.ts';

const tasks: Place = { screen: 'list', list: 'my-tasks' };
const task: Place = { screen: 'record', table: 'wm_task', sys_id: 'abc' };

test.each<[string, Place]>([
  ['#/', { screen: 'start' }],
  ['#/list/my-tasks', tasks],
  ['#/record/wm_task/abc', task],
  ['#/form/assign/abc', { screen: 'form', action: 'assign', record: 'abc', revises: null, draft: null }],
  ['#/form/new-order/-', { screen: 'form', action: 'new-order', record: null, revises: null, draft: null }],
  ['#/form/assign/abc?revises=12', { screen: 'form', action: 'assign', record: 'abc', revises: 12 }],
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

test('going somewhere is a new step, and back is the step before', () => {
  const route = new Route(makeWindow('#/list/my-tasks'));
  route.go(task);
  expect([route.place, route.step]).toEqual([task, 1]);
  route.back({ screen: 'start' });
  expect([route.place, route.step]).toEqual([tasks, 0]);
});

test('back on the first screen of the window leads where the screen says', () => {
  const route = new Route(makeWindow('#/form/assign/abc'));
  route.back(task);
  expect(route.place).toEqual(task);
});

test('a guarded screen stays, address and all, until the person says to leave', () => {
  const window = makeWindow('#/list/my-tasks');
  const route = new Route(window);
  route.go(task);
  route.guard(() => true);
  route.back({ screen: 'start' });
  expect(route.place).toEqual(task);
  expect(window.location.hash).toBe(hrefOf(task));
  expect(route.wanted).toEqual(tasks);
  route.stay();
  expect(route.wanted).toBeNull();
  route.go({ screen: 'outbox' });
  route.leave();
  expect(route.place).toEqual({ screen: 'outbox' });
});

test('a lifted guard asks nothing', () => {
  const route = new Route(makeWindow('#/list/my-tasks'));
  const lift = route.guard(() => true);
  lift();
  route.go(task);
  expect(route.place).toEqual(task);
  expect(route.wanted).toBeNull();
});
