import type { Call, Question, Reply } from '../../../preload/contract/calls.ts';
import type { Answer } from '../../../preload/contract/failure.ts';
import type {
  EntryGroup,
  EntryLine,
  OutboxQuestion,
  OutboxScreen,
} from '../../../preload/contract/outbox.ts';
import { missingIn } from './form.ts';
import type { FakeDiscarded, FakeEntry } from './outbox.ts';
import { actions } from './actions.ts';

/** The engine's own, as far as decisions concern it. */
interface Kept {
  entries: FakeEntry[];
  discarded: FakeDiscarded[];
}

interface Effects {
  send: (entry: FakeEntry) => void;
  changed: () => void;
}

type ElsewhereCall = 'outbox.compare' | 'outbox.resolve' | `outbox.${string}Over`;
type OutboxCall = Exclude<Extract<Call, `outbox.${string}`>, ElsewhereCall>;
type Handlers = { [C in OutboxCall]: (question: Question<C>) => Answer<Reply<C>> };

/** Groups of more entries than this are folded. */
const large = 6;

/** The Outbox of the fake: what waits, what was sent, what was discarded, and what a person decides about it. */
export function outboxHandlers(kept: Kept, { send, changed }: Effects): Handlers {
  const find = (seqs: number[]): FakeEntry[] => kept.entries.filter(({ line }) => seqs.includes(line.seq));
  const gone = <T>(seq: number | undefined): Answer<T> => ({
    ok: false,
    failure: { kind: 'not-found', message: `There is no entry #${seq} any more.` },
  });
  return {
    'outbox.get': (question) => ({ ok: true, value: screenOf(kept, question) }),
    'outbox.entries': ({ entries }) => ({ ok: true, value: find(entries).map(({ line }) => line) }),
    'outbox.decide': ({ entries: seqs, decision }) => {
      const chosen = find(seqs);
      if (chosen.length === 0) return gone(seqs[0]);
      if (decision === 'discard') {
        for (const entry of chosen.toReversed()) entry.undo();
        kept.entries = kept.entries.filter((one) => !chosen.includes(one));
        kept.discarded = [{ at: new Date().toISOString(), entries: chosen }, ...kept.discarded];
      } else {
        for (const entry of chosen) send(entry);
      }
      changed();
      return { ok: true, value: { entries: chosen.map(({ line }) => line.seq) } };
    },
    'outbox.discarding': ({ entries: seqs }) => {
      const chosen = find(seqs);
      return {
        ok: true,
        value: {
          entries: chosen.map(({ line: { seq, action, record } }) => ({ seq, action, record, along: false })),
          ...{ count: chosen.length, alongCount: 0, stepsDone: 0, shared: false },
          records: chosen.flatMap(({ line: { record } }) =>
            record === null
              ? []
              : [{ ...record, becomes: 'changed' as const, fields: [stateFalls], notes: [], files: [] }],
          ),
          recordCount: chosen.length,
          freed: kept.entries.flatMap(({ line }) =>
            line.heldBy !== null && seqs.includes(line.heldBy) ? [line.seq] : [],
          ),
          obstacle: null,
        },
      };
    },
    'outbox.undo': ({ entry: seq }) => {
      const back = kept.discarded.find(({ entries }) => entries.some(({ line }) => line.seq === seq));
      if (back === undefined) return gone(seq);
      for (const entry of back.entries) entry.redo();
      kept.discarded = kept.discarded.filter((one) => one !== back);
      kept.entries = [...kept.entries, ...back.entries].sort((a, b) => a.line.seq - b.line.seq);
      changed();
      return { ok: true, value: { entries: back.entries.map(({ line }) => line.seq) } };
    },
    'outbox.group': ({ entry: seq }) => {
      const [first] = find([seq]);
      const all = kept.entries.filter(({ line }) => line.cause !== null && line.cause === first?.line.cause);
      return {
        ok: true,
        value: {
          entries: all.map(({ line }) => ({ seq: line.seq, title: line.record?.title ?? '' })),
          differing: Object.keys(first?.inputs ?? {}).filter((name) =>
            all.some(({ inputs }) => inputs[name] !== first?.inputs[name]),
          ),
        },
      };
    },
    'outbox.mend': ({ entries: seqs, inputs }) => {
      const chosen = find(seqs);
      const [first] = chosen;
      if (first === undefined) return gone(seqs[0]);
      const missing = missingIn(idOf(first), inputs);
      if (missing !== null) {
        const failure = { kind: 'invalid-input', message: 'Something is missing', inputs: missing } as const;
        return { ok: false, failure };
      }
      const before = first.inputs;
      const differing = Object.entries(inputs).filter(([name, value]) => value !== before[name]);
      for (const entry of chosen) {
        entry.inputs = { ...entry.inputs, ...Object.fromEntries(differing) };
        send(entry);
      }
      changed();
      return { ok: true, value: { mended: chosen.map(({ line }) => line.seq), left: [] } };
    },
  };
}

const stateFalls = {
  ...{ field: 'state', label: 'State', type: 'choice' as const },
  from: { value: '17', display: 'Accepted' },
  to: { value: '16', display: 'Assigned' },
};

function screenOf({ entries, discarded }: Kept, question: OutboxQuestion): OutboxScreen {
  const { search, waiting, sent } = question ?? { search: '', waiting: 500, sent: 50 };
  const all = entries.map(({ line }) => line);
  const matches = ({ action, record }: EntryLine): boolean =>
    `${action} ${record?.title ?? ''}`.toLowerCase().includes(search.toLowerCase());
  const unsent = all.filter(({ state }) => state !== 'sent');
  const groups = search === '' ? groupsOf(entries, question) : [];
  const folded = groups.flatMap((group) => (group.folded ? group.entries : []));
  const shown = unsent.filter((line) => matches(line) && !folded.includes(line.seq));
  const history = all.filter((line) => line.state === 'sent' && matches(line)).reverse();
  return {
    waiting: shown.slice(0, waiting),
    waitingFound: shown.length,
    groups,
    sent: history.slice(0, sent),
    sentHasMore: history.length > sent,
    discarded: discarded.map(({ at, entries: together }) => ({
      entry: together[0]?.line.seq ?? 0,
      count: together.length,
      at,
      until: new Date(Date.parse(at) + 30 * 86_400_000).toISOString(),
      entries: together.map(({ line }) => line),
    })),
    total: unsent.length,
  };
}

function groupsOf(entries: FakeEntry[], question: OutboxQuestion): EntryGroup[] {
  const byCause = Object.groupBy(
    entries.filter(({ line }) => line.cause !== null),
    ({ line }) => line.cause ?? '',
  );
  return Object.entries(byCause).flatMap(([cause, all = []]) => {
    const [first] = all;
    if (first === undefined || all.length < 2) return [];
    const { message, detail, form, action, seq, state } = first.line;
    const isOne = all.every(({ line }) => line.action === action);
    return [
      {
        ...{
          cause,
          state: state === 'old' || state === 'unclear' ? state : 'refused',
          message: message ?? '',
          detail,
        },
        entries: all.map(({ line }) => line.seq),
        actions: [...new Set(all.map(({ line }) => line.action))].map((label) => ({
          label,
          entries: all.filter(({ line }) => line.action === label).length,
        })),
        records: all.slice(0, 3).flatMap(({ line }) => line.record?.title ?? []),
        form: form !== null && isOne && state === 'refused' ? { ...form, entry: seq } : null,
        folded: all.length >= large && question !== null && !question.unfolded.includes(cause),
      },
    ];
  });
}

function idOf({ line }: FakeEntry): string {
  return line.form?.action ?? Object.keys(actions).find((id) => actions[id]?.label === line.action) ?? '';
}
