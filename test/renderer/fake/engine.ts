import type { Call, Question, Reply } from '../../../preload/contract/calls.ts';
import type { Clock, Connection } from '../../../preload/contract/connection.ts';
import type { EventName, Events } from '../../../preload/contract/events.ts';
import type { Answer } from '../../../preload/contract/failure.ts';
import type { Triggered, TriggerQuestion } from '../../../preload/contract/forms.ts';
import type { DefinitionSource, Session } from '../../../preload/contract/session.ts';
import { actions } from './actions.ts';
import { accountOf, bad, good } from './answers.ts';
import { conflicts } from './conflict.ts';
import { FakeDrafts } from './drafts.ts';
import { FakeFiles } from './files.ts';
import { outboxHandlers } from './decisions.ts';
import { formScreen, missingIn } from './form.ts';
import { handover } from './handover.ts';
import { answer, makeEntry, outcomeOf, type FakeDiscarded, type FakeEntry } from './outbox.ts';
import { listPage, lists, recordScreen } from './screens.ts';
import { fakeSettings } from './settings.ts';
import { startConnection, startSession } from './start.ts';
import { support } from './support.ts';
import { makeOrders, makeTasks, people, type FakeRecord } from './world.ts';

type Announce = <E extends EventName>(event: E, news: Events[E]) => void;
type Handlers = { [C in Call]: (question: Question<C>) => Answer<Reply<C>> };

/** Enough of the engine for the screens: tasks that can be accepted, assigned and closed, and an Outbox. */
export class FakeEngine {
  records: FakeRecord[];
  entries: FakeEntry[] = [];
  discarded: FakeDiscarded[] = [];
  session: Session = startSession;
  connection: Connection;
  clock: Clock = { offset: 300, measuredAt: '2026-01-05T08:00:00.000Z', isOff: false };
  /** Accepting a task is refused until this is true. */
  shiftOpen = false;
  /** Null: nothing was downloaded yet. */
  asOf: string | null;
  definitionProblems: string[] = [];
  definitionSource: DefinitionSource = { path: '/api/x_outpost/v1/definition', file: null };
  readonly drafts = new FakeDrafts();
  readonly files = new FakeFiles();
  /** How much others have said about each task. */
  said = 5;

  readonly #announce: Announce;
  readonly #now = new Date();

  constructor(tasks: number, announce: Announce) {
    this.#announce = announce;
    const made = makeTasks(tasks, this.#now);
    this.records = [...made, ...makeOrders(made)];
    this.asOf = this.#now.toISOString();
    this.connection = startConnection(this.#now);
  }

  answer<C extends Call>(call: C, question: Question<C>): Answer<Reply<C>> {
    const handler: Handlers[C] = this.#handlers[call];
    return handler(question);
  }

  /** What waits is sent, in order, as far as the instance takes it. */
  drain(): void {
    for (const entry of this.entries) if (entry.line.state === 'queued') this.#send(entry);
    this.#changed();
  }

  readonly #handlers: Handlers = {
    'session.get': () => good(this.session),
    'session.signIn': ({ userName, instance, password }) => {
      if (password !== userName) {
        return bad({ kind: 'sign-in-needed', message: 'The user name or the password is not right.' });
      }
      return this.#signed(accountOf(instance, userName));
    },
    'session.signInByBrowser': ({ instance }) => {
      this.#announce('session.browser', { address: `${instance}/oauth_auth.do` });
      return this.#signed(accountOf(instance, 'dispatcher'));
    },
    'session.leaveBrowser': () => good(null),
    'session.signOut': () => this.#signed(null),
    'navigation.get': () =>
      good({
        lists: Object.entries(lists).map(([id, { label }]) => ({ id, label })),
        drafts: this.drafts.lines.length,
        outbox: {
          waiting: this.#waiting().length,
          decisions: this.#waiting().filter(({ line }) =>
            ['refused', 'unclear', 'old', 'conflict'].includes(line.state),
          ).length,
        },
      }),
    'list.get': (question) => good(listPage(this, question)),
    'record.get': ({ table, sys_id }) => {
      const record = this.#find(sys_id);
      return record?.table === table
        ? good(recordScreen(this, record))
        : bad({ kind: 'not-found', message: `There is no record ${sys_id} in ${table}.` });
    },
    'form.get': (question) => good(formScreen(this, question, this.#find(question.record))),
    'draft.save': (question) => {
      const { savesBy } = actions[question.action] ?? {};
      if (question.asked && savesBy !== undefined && this.connection.state === 'online') {
        const answer = this.#trigger({ ...question, action: savesBy, revises: null, draft: question.id });
        return answer.ok ? good({ saved: 'action', triggered: answer.value }) : answer;
      }
      const { id, at } = this.drafts.save(question, this.#find(question.record));
      this.#announce('drafts.changed', null);
      return good({ saved: 'draft', id, at });
    },
    'draft.discard': ({ id }) => {
      this.drafts.discard(id);
      this.#announce('drafts.changed', null);
      return good(null);
    },
    'drafts.get': () => good(this.drafts.lines),
    'file.add': (chunk) => good(this.files.add(chunk)),
    'file.fetch': ({ attachment }) =>
      this.connection.state === 'online'
        ? good({ hash: this.files.hold(attachment) })
        : bad({ kind: 'not-offered', message: 'Needs a connection' }),
    'file.read': ({ hash, offset }) => {
      const content = this.files.read(hash, offset);
      return content === null
        ? bad({ kind: 'not-found', message: 'The file is not on this laptop.' })
        : good(content);
    },
    'reference.search': ({ search }) =>
      good(
        people
          .filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()))
          .map(({ sys_id, name, title }) => ({ sys_id, display: name, detail: title })),
      ),
    'action.trigger': (question) => this.#trigger(question),
    ...outboxHandlers(this, {
      send: (entry) => {
        this.#send(entry);
      },
      changed: () => {
        this.#changed();
      },
    }),
    ...conflicts(this),
    ...support,
    'clock.get': () => good(this.clock),
    ...handover(this.files),
    'connection.get': () => good(this.connection),
    'connection.workOffline': ({ on }) => {
      this.connection = { ...this.connection, workOffline: on, state: on ? 'offline' : 'online' };
      if (!on) this.drain();
      this.#announce('connection.changed', null);
      return good(this.connection);
    },
    'connection.sync': () => good(this.connection),
    'definition.load': ({ name, text }) => this.#define(name, text === '{}' ? [`${name}: broken`] : []),
    'definition.from': ({ path }) => {
      this.definitionSource = { ...this.definitionSource, path };
      return this.#define(null, []);
    },
    'definition.leaveFile': () => this.#define(null, []),
    'settings.get': () => good(fakeSettings(this, this.#now.toISOString())),
  };

  #trigger({ action, record, inputs, revises, draft }: TriggerQuestion): Answer<Triggered> {
    const missing = missingIn(action, inputs);
    if (missing !== null)
      return bad({ kind: 'invalid-input', message: 'Something is missing', inputs: missing });
    this.drafts.complete(draft, record);
    this.#announce('drafts.changed', null);
    const revised = this.entries.find(({ line }) => line.seq === revises);
    revised?.undo();
    const seq = this.entries.reduce((most, { line }) => Math.max(most, line.seq), 0) + 1;
    const entry = makeEntry({ seq, action, record: this.#find(record), inputs, at: new Date() });
    this.entries = [...this.entries.filter((one) => one !== revised), entry];
    if (this.connection.state === 'online') this.#send(entry);
    this.#changed();
    return good(outcomeOf(entry));
  }

  #send(entry: FakeEntry): void {
    if (entry.line.action === 'Start shift') this.shiftOpen = true;
    answer(entry, this.shiftOpen);
  }

  #signed(account: Session['account']): Answer<Session> {
    this.session = { ...this.session, account };
    this.#announce('session.changed', null);
    return good(this.session);
  }

  #define(file: string | null, problems: string[]): Answer<null> {
    this.definitionProblems = problems;
    if (problems.length === 0) this.definitionSource = { ...this.definitionSource, file };
    this.#announce('definition.changed', null);
    return good(null);
  }

  #changed(): void {
    this.#announce('records.changed', { tables: ['wm_task'] });
    this.#announce('outbox.changed', null);
  }

  #waiting(): FakeEntry[] {
    return this.entries.filter(({ line }) => line.state !== 'sent');
  }

  #find(sys_id: string | null): FakeRecord | null {
    return this.records.find((record) => record.sys_id === sys_id) ?? null;
  }
}
