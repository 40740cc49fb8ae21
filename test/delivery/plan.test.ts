import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EntryState } from '../../preload/contract/outbox.ts';
import {
  afterLook,
  type AfterLook,
  type Found,
  type Mood,
  type Place,
  type Turn,
  turnOf,
} from '../../main/delivery/plan.ts';
import type { Ending } from '../../main/database/outbox-schema.ts';
import type { Attempt } from '../../main/outbox/attempt.ts';
import { arrivesWithin, type Doubt, doubtOf } from '../../main/outbox/doubt.ts';
import { DECIDED_BY_PERSON } from '../../main/outbox/state.ts';
import { attempt } from '../support/entry.ts';

const doubts: Doubt[] = ['none', 'silent', 'failed', 'let-go', 'elsewhere'];
const places: Place[] = ['first', 'behind', 'paused'];
const waiting: EntryState[] = ['queued', 'sending', 'unknown', ...DECIDED_BY_PERSON];

/** Every way in which an entry that is not sent may stand, and what is to be done with it. */
const turns = waiting.flatMap((state) =>
  doubts.flatMap((doubt) =>
    places.flatMap((place) =>
      [false, true].map((isOld) => ({
        state,
        doubt,
        place,
        isOld,
        turn: turnOf({ state, doubt, place, isOld }),
      })),
    ),
  ),
);
type Standing = (typeof turns)[number];

/** Where these entries stand; there are some. */
function where(holds: (standing: Standing) => boolean): Standing[] {
  const found = turns.filter(holds);
  expect(found).not.toEqual([]);
  return found;
}

const turnsOf = (standings: readonly Standing[]) => new Set<Turn>(standings.map(({ turn }) => turn));

describe('before anything is sent', () => {
  test('only what waits in the queue, in its turn, is sent, and nothing that is in doubt or old', () => {
    for (const { state, doubt, place, isOld } of where(({ turn }) => turn === 'send'))
      expect([state, doubt, place, isOld]).toEqual(['queued', 'none', 'first', false]);
  });

  test('what waits for a person is left to them', () => {
    const theirs = where(({ state }) => DECIDED_BY_PERSON.includes(state));
    expect(turnsOf(theirs)).toEqual(new Set(['wait']));
  });

  test('what may have been done is looked for in its turn, however old it is', () => {
    const open = where(
      ({ state, doubt, place }) => state === 'queued' && doubt !== 'none' && place === 'first',
    );
    expect(turnsOf(open)).toEqual(new Set(['look']));
  });

  test('what was on its way is looked for wherever it stands, unless it has to wait itself', () => {
    const unanswered = where(({ state }) => state === 'sending' || state === 'unknown');
    for (const { place, turn } of unanswered) expect(turn).toBe(place === 'paused' ? 'wait' : 'look');
  });

  test('what stands behind another is not sent, and what has to wait is neither sent nor looked for', () => {
    for (const { turn } of where(({ place }) => place === 'paused')) expect(['wait', 'ask']).toContain(turn);
    for (const { turn } of where(({ place }) => place === 'behind')) expect(turn).not.toBe('send');
  });

  test('a person is asked only about what is old and waits in the queue, and never while a request of ours may arrive', () => {
    for (const { state, doubt, isOld } of where(({ turn }) => turn === 'ask')) {
      expect([state, isOld]).toEqual(['queued', true]);
      expect(['none', 'elsewhere']).toContain(doubt);
    }
  });

  test('about what is old they are asked at once, wherever it stands, so that they are asked once for all', () => {
    expect(
      turnsOf(where(({ state, doubt, isOld }) => state === 'queued' && doubt === 'none' && isOld)),
    ).toEqual(new Set(['ask']));
    expect(turnOf({ state: 'queued', doubt: 'elsewhere', isOld: true, place: 'behind' })).toBe('ask');
  });

  test('age changes nothing but whether a person is asked', () => {
    for (const { isOld, turn, ...standing } of turns) {
      const young = turnOf({ ...standing, isOld: false });
      if (isOld && turn !== 'ask') expect(turn).toBe(young);
    }
  });
});

const moods: Mood[] = ['usual', 'hopeless', 'let-go'];
const looks = (Object.keys(afterLook) as Found[]).flatMap((found) =>
  moods.map((mood) => {
    const [whileOneMayArrive, afterwards] = afterLook[found][mood];
    return { found, mood, whileOneMayArrive, afterwards };
  }),
);
const both = ({ whileOneMayArrive, afterwards }: (typeof looks)[number]): AfterLook[] => [
  whileOneMayArrive,
  afterwards,
];

describe('after a look', () => {
  test('what was done is never sent again, and settled at once where nothing else can explain it', () => {
    for (const look of looks.filter(({ found }) => found === 'done' || found === 'looks-done'))
      expect(both(look)).not.toContain('again');
    for (const look of looks.filter(({ found }) => found === 'done'))
      expect(both(look)).toEqual(['settle', 'settle']);
  });

  test('only what looks done is settled as done', () => {
    for (const look of looks)
      if (both(look).includes('settle')) expect(['done', 'looks-done']).toContain(look.found);
  });

  test('while a request of ours may arrive nobody is asked and nothing is refused', () => {
    for (const { whileOneMayArrive } of looks)
      expect(['settle', 'again', 'wait']).toContain(whileOneMayArrive);
  });

  test('while a request of ours may arrive nothing is sent again that it would do twice', () => {
    for (const { found, whileOneMayArrive } of looks)
      if (found === 'not-there' || found === 'looks-done') expect(whileOneMayArrive).toBe('wait');
  });

  test('what cannot be told is sent again only on the word of a person, who is then not asked a second time', () => {
    for (const look of looks.filter(({ found }) => found === 'cannot-tell'))
      expect(both(look)).toEqual(look.mood === 'let-go' ? ['again', 'again'] : ['wait', 'ask']);
    for (const look of looks.filter(({ mood }) => mood === 'let-go')) expect(both(look)).not.toContain('ask');
  });

  test('only a person is asked about what cannot be told, and about nothing else', () => {
    for (const look of looks) if (both(look).includes('ask')) expect(look.found).toBe('cannot-tell');
  });

  test('what the instance fails on again and again is sent no more, and refused only when it is not there', () => {
    for (const look of looks) {
      if (look.mood === 'hopeless') expect(both(look)).not.toContain('again');
      if (!both(look).includes('refuse')) continue;
      expect(look.mood).toBe('hopeless');
      expect(['not-there', 'safe-to-send']).toContain(look.found);
    }
  });

  test('nobody waits for ever: once nothing can arrive any more, something follows', () => {
    for (const { afterwards } of looks) expect(afterwards).not.toBe('wait');
  });

  test('that there is nothing to wait for changes nothing about what was not waited for', () => {
    for (const { whileOneMayArrive, afterwards } of looks)
      if (whileOneMayArrive !== 'wait') expect(afterwards).toBe(whileOneMayArrive);
  });
});

/** How a request fares, and when what it does is done: at once, late, or never. */
interface Fate {
  ended: Extract<Ending, 'done' | 'not-delivered' | 'turned-away' | 'failed' | 'silent' | 'cut-short'>;
  done: 'at once' | 'late' | 'never';
}

const fates: Fate[] = [
  { ended: 'done', done: 'at once' },
  { ended: 'not-delivered', done: 'never' },
  { ended: 'turned-away', done: 'never' },
  { ended: 'failed', done: 'at once' },
  { ended: 'failed', done: 'never' },
  ...(['silent', 'cut-short'] as const).flatMap((ended) =>
    (['at once', 'late', 'never'] as const).map((done): Fate => ({ ended, done })),
  ),
];

/** An instance, and an entry of one step that goes by the tables until it is settled, or a person has to decide. */
class World {
  state: EntryState = 'queued';
  /** How often it was done on the instance. */
  done = 0;
  asked = 0;
  #late = false;
  #mayArrive = false;
  #attempts: Attempt[] = [];
  readonly #see: (done: boolean) => Found;

  constructor(see: (done: boolean) => Found) {
    this.#see = see;
  }

  get doubt(): Doubt {
    return doubtOf({ step: 0, revision: 0, decided: null, attempts: this.#attempts });
  }

  send({ ended, done }: Fate): void {
    if (done === 'at once') this.done += 1;
    this.#late = done === 'late';
    const number = this.#attempts.length + 1;
    this.#attempts.push(attempt({ number, ended }));
    this.#mayArrive = arrivesWithin({ ended }) > 0;
    if (ended === 'done') this.state = 'sent';
    else this.state = ended === 'silent' || ended === 'cut-short' ? 'unknown' : 'queued';
  }

  /** Looks, and does what follows; what is waited for comes, or never will. */
  look(): void {
    const mood = this.doubt === 'let-go' ? 'let-go' : 'usual';
    const [whileOneMayArrive, afterwards] = afterLook[this.#see(this.done > 0)][mood];
    switch (this.#mayArrive ? whileOneMayArrive : afterwards) {
      case 'settle':
        this.state = 'sent';
        return;
      case 'again':
        this.#end('not-there');
        this.state = 'queued';
        return;
      case 'ask':
      case 'refuse':
        this.asked += 1;
        this.state = 'unclear';
        return;
      case 'wait':
        this.#arrive();
    }
  }

  /** A person has looked themselves, and lets it go again where it is not there. */
  decide(): void {
    this.#end('let-go');
    this.state = this.done > 0 ? 'sent' : 'queued';
  }

  #arrive(): void {
    if (this.#late) this.done += 1;
    this.#late = false;
    this.#mayArrive = false;
  }

  #end(ended: Ending): void {
    this.#attempts = this.#attempts.map((one) => (one.ended === 'not-there' ? one : { ...one, ended }));
  }
}

/** Goes by the tables until nothing more follows from them. */
function play(world: World, meets: readonly Fate[]): void {
  const left = [...meets];
  for (let moves = 0; moves < 100 && world.state !== 'sent'; moves += 1) {
    const turn = turnOf({ state: world.state, doubt: world.doubt, isOld: false, place: 'first' });
    if (turn === 'send') world.send(left.shift() ?? { ended: 'done', done: 'at once' });
    else if (turn === 'look') world.look();
    else world.decide();
  }
}

test('whatever becomes of its requests, what can be seen is done once, and nobody is asked', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...fates), { maxLength: 12 }), (meets) => {
      const world = new World((done) => (done ? 'done' : 'not-there'));
      play(world, meets);
      expect([world.state, world.done, world.asked]).toEqual(['sent', 1, 0]);
    }),
  );
});

test('what only looks done is done once, too', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...fates), { maxLength: 12 }), (meets) => {
      const world = new World((done) => (done ? 'looks-done' : 'not-there'));
      play(world, meets);
      expect([world.state, world.done, world.asked]).toEqual(['sent', 1, 0]);
    }),
  );
});

test('what cannot be seen is done once as well, as long as a person says what is there', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...fates), { maxLength: 12 }), (meets) => {
      const world = new World(() => 'cannot-tell');
      play(world, meets);
      expect([world.state, world.done]).toEqual(['sent', 1]);
    }),
  );
});
