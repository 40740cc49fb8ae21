import { Chance } from '../support/chance.ts';
import { Turns } from '../support/turns.ts';
import { Laptop } from './laptop.ts';

/** What is to be killed. */
export interface Wish {
  kills: number;
  /** Says what people press and when kills come; each life has a chance of its own. */
  seed: number;
  /** In the end each laptop is opened so much later than it was closed (milliseconds). */
  later?: number;
  tell: (line: string) => void;
}

/** What came of all kills. */
export interface Count {
  kills: number;
  /** Effects that never came of presses whose person was told that they are saved or sent, and entries that are stuck. */
  lost: number;
  /** Effects that came more than once. */
  doubled: number;
}

/** After so many kills a laptop comes to rest and is counted, and a fresh one begins. */
const KILLS_A_LAPTOP = 25;
/**
 * On so many laptops processes live and die at a time. Those at rest are not counted: they wait until nothing can be on its way
 * any more, a minute of doing nothing, in which the next ones live.
 */
const ALIVE = 2;

/** Kills Outpost as often as asked, at moments of chance, and compares what people were told with what the instance did. */
export async function killOften({ kills, seed, later = 0, tell }: Wish): Promise<Count> {
  const alive = new Turns(ALIVE);
  const count: Count = { kills: 0, lost: 0, doubled: 0 };

  const live = async (place: number): Promise<void> => {
    const lives = Math.min(KILLS_A_LAPTOP, kills - place * KILLS_A_LAPTOP);
    const laptop = await alive.take(() => lived(place, lives, seed));
    try {
      const counted = await laptop.rest(later);
      count.kills += lives;
      count.lost += counted.lost.length;
      count.doubled += counted.doubled.length;
      for (const line of counted.lost) tell(`lost: ${line}`);
      for (const line of counted.doubled) tell(`doubled: ${line}`);
      const { presses, told, cutShort } = counted;
      tell(
        `${count.kills} kills so far; on this laptop ${presses} presses, ${told} of them answered in time, ` +
          `and ${cutShort} entries killed while they were being sent`,
      );
    } finally {
      await laptop.close();
    }
  };
  const laptops = Array.from({ length: Math.ceil(kills / KILLS_A_LAPTOP) }, (_, place) => place);
  for (const life of await Promise.allSettled(laptops.map(live))) {
    if (life.status === 'rejected') throw life.reason;
  }
  return count;
}

/** A laptop on which all but the last life are over. */
async function lived(place: number, lives: number, seed: number): Promise<Laptop> {
  const laptop = await Laptop.create(1 + place);
  try {
    for (let life = 0; life < lives; life += 1) {
      await laptop.liveAndDie(new Chance(seed, place * KILLS_A_LAPTOP + life));
    }
    return laptop;
  } catch (error) {
    await laptop.close();
    throw error;
  }
}
