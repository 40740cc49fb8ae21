import type { Link } from '../link.ts';
import { arrivesWithin, doubtful, doubtOf, failuresOf, isShared, lastAttempt } from '../outbox/doubt.ts';
import { type Change, moveEntry } from '../outbox/entries.ts';
import type { Entry, Question } from '../outbox/entry.ts';
import { earliestOf } from '../outbox/stamp.ts';
import type { EntryEvent } from '../outbox/state.ts';
import { announce } from './announce.ts';
import { isHopeless } from './fail.ts';
import { type Looked, type Looking, SAFE_TO_SEND } from './kinds/kind.ts';
import { kindOf } from './kinds/kinds.ts';
import { afterLook, type Mood } from './plan.ts';
import { interrupt } from './recover.ts';
import type { Sender } from './sender.ts';
import { settleDone } from './settle.ts';

/**
 * Looks what became of the next step of an entry that may have been done already; only then is it sent again. Returns the entry as it
 * then is: `queued` and free to go, or settled, or still `unknown` until a request on its way must have arrived, or waiting for a person.
 * A step that was done is followed by a look at the next one, where that is in doubt too. Throws Failed when the instance cannot be
 * asked.
 */
export async function look(link: Link, sender: Sender, entry: Entry): Promise<Entry> {
  const looking = takeUp(link, sender, entry);
  const settled = settleLook(link, sender, looking, await lookAt(link, sender, looking));
  const isAtNextStep = settled.state === 'queued' && settled.step > looking.step;
  return isAtNextStep && doubtOf(settled) !== 'none' ? look(link, sender, settled) : settled;
}

/** Returns the entry as one that is being looked for: from now on it holds what comes behind it. */
function takeUp(link: Link, sender: Sender, entry: Entry): Entry {
  if (entry.state === 'unknown') return entry;
  const unknown = sender.write((write) =>
    entry.state === 'sending' ? interrupt(write, entry) : moveEntry(write, entry, 'look-first'),
  );
  announce(link, unknown);
  return unknown;
}

/** What the instance shows of the entry's next step. */
async function lookAt(link: Link, sender: Sender, entry: Entry): Promise<Looked> {
  const step = entry.steps[entry.step];
  if (!step) return SAFE_TO_SEND;
  const kind = kindOf(step);
  const looking: Looking = {
    link,
    sender,
    entry,
    since: since(link, entry),
    lookAtNext:
      entry.step + 1 < entry.steps.length
        ? () => lookAt(link, sender, { ...entry, step: entry.step + 1 })
        : null,
  };
  return isShared(entry) ? kind.lookElsewhere(looking, step) : kind.look(looking, step);
}

/** The earliest moment at which the next step can have been done, by the instance's clock (milliseconds since 1970). */
function since(link: Link, entry: Entry): number {
  const now = link.stamp();
  const moments = doubtful(entry).map(({ at }) => earliestOf(at, now));
  return moments.length === 0 ? earliestOf(entry.triggered, now) : Math.min(...moments);
}

function settleLook(link: Link, sender: Sender, entry: Entry, looked: Looked): Entry {
  const move = (event: EntryEvent, change: Change) =>
    sender.write((write) => moveEntry(write, entry, event, change));
  const [whileOneMayArrive, afterwards] = afterLook[looked.found][moodOf(sender, entry)];
  const until = whileOneMayArrive === afterwards ? null : arrivesUntil(link, sender, entry);
  switch (until === null ? afterwards : whileOneMayArrive) {
    case 'wait':
      return move('look-again', { nextAttemptAt: until });
    case 'again':
      return move('not-there', { nextAttemptAt: null });
    case 'settle': {
      if (!('acknowledged' in looked)) throw new Error(`a look that found ${looked.found} settles nothing`);
      const { acknowledged } = looked;
      return told(
        link,
        sender.write((write) => settleDone(write, { link, sender, entry }, acknowledged)),
      );
    }
    case 'ask': {
      const message = 'message' in looked ? looked.message : '';
      return told(link, move('unclear', { question: { about: 'unclear', message }, nextAttemptAt: null }));
    }
    case 'refuse':
      return told(link, move('give-up', { question: hopeless(entry), nextAttemptAt: null }));
  }
}

function moodOf(sender: Sender, entry: Entry): Mood {
  if (doubtOf(entry) === 'let-go') return 'let-go';
  return isHopeless(sender, entry.seq, failuresOf(entry)) ? 'hopeless' : 'usual';
}

/** When a request on its way must have arrived (milliseconds since 1970, laptop clock); null when none is. */
function arrivesUntil(link: Link, { stragglers }: Sender, entry: Entry): number | null {
  const last = lastAttempt(entry);
  if (!last) return null;
  return stragglers.until({ entry: entry.seq, at: last.at, within: arrivesWithin(last) }, link.stamp());
}

function hopeless(entry: Entry): Question {
  return {
    about: 'refused',
    status: 0,
    message: `The instance gives no answer to this action, ${failuresOf(entry)} times in a row`,
    detail: lastAttempt(entry)?.failure?.message ?? null,
  };
}

function told(link: Link, entry: Entry): Entry {
  announce(link, entry);
  return entry;
}
