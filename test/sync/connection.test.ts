import { expect, test } from 'vitest';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { Reachability } from '../../main/sync/connection.ts';

const noNetwork: InstanceFailure = { kind: 'not-delivered', message: 'No network' };
const signInNeeded: InstanceFailure = { kind: 'sign-in-needed', message: 'Sign in again' };
const busy = (retryAfterMs: number | null): InstanceFailure => ({
  kind: 'retry-later',
  status: 429,
  message: 'Too many requests',
  retryAfterMs,
});
const most = () => 1;

function found(workOffline = false): Reachability {
  const way = new Reachability(workOffline);
  way.found();
  return way;
}

test('before anything was asked it is offline and says so', () => {
  const way = new Reachability(false);
  expect([way.state(false), way.open, way.reason]).toEqual(['offline', false, 'Not connected yet']);
});

test('once the instance has answered it is open, and busy while something is on its way', () => {
  const way = found();
  expect([way.state(false), way.state(true), way.open, way.reason]).toEqual([
    ...['online', 'syncing', true, null],
  ]);
});

test('a person who works offline is offline whatever else is, and is told that it is they', () => {
  const way = found(true);
  expect([way.state(true), way.open]).toEqual(['offline', false]);
  way.reason = 'You are working offline';
  way.lost(signInNeeded, most);
  expect([way.state(false), way.reason]).toEqual(['offline', 'You are working offline']);
});

test('that a person has to sign in says nothing about the network; signing in or a new hope ends it', () => {
  const way = found();
  way.lost(signInNeeded, most);
  expect([way.state(true), way.open, way.reachable, way.reason]).toEqual([
    ...['sign-in-needed', false, true, 'Sign in again'],
  ]);
  way.hope();
  expect([way.state(false), way.open]).toEqual(['online', true]);
});

test('a lost connection is tried again ever later, never later than every quarter of a minute', () => {
  const way = found();
  const waits = Array.from({ length: 6 }, () => way.lost(noNetwork, most));
  expect(waits).toEqual([2250, 4250, 8250, 15_250, 15_250, 15_250]);
  expect([way.state(true), way.open, way.reason]).toEqual(['offline', false, 'No network']);
  expect(way.lost(noNetwork, () => 0)).toBe(250);
});

test('an answer, or a sign that the network is back, makes the waits short again', () => {
  const way = found();
  for (let time = 0; time < 5; time += 1) way.lost(noNetwork, most);
  way.hope();
  expect([way.lost(noNetwork, most), way.reachable]).toEqual([2250, false]);
  way.found();
  expect(way.lost(noNetwork, most)).toBe(2250);
});

test('an instance that asks for a time gets it, whatever chance says', () => {
  const way = found();
  expect([way.lost(busy(90_000), most), way.lost(busy(null), most)]).toEqual([90_000, 4250]);
});

test('when nobody sends from here any more, it stays closed and says why', () => {
  const way = found();
  way.close('Another Outpost has taken over');
  expect([way.state(false), way.open, way.reason]).toEqual([
    ...['offline', false, 'Another Outpost has taken over'],
  ]);
});
