import type { Session } from '../access/session.ts';
import { read, type Row } from '../store/row.ts';
import type { Writer } from './writer.ts';

/** What is being done to one record, as a business rule sees it: the record before, and as it is going to be. */
export class Change {
  readonly kind: 'insert' | 'update' | 'delete';
  readonly table: string;
  readonly session: Session;
  /** For what else a rule does: as the same user, but without asking for rights, as scripts on the instance. */
  readonly records: Writer;
  /** Time of the change, as it is kept. */
  readonly time: string;
  readonly before: Row | undefined;
  /** The work notes and comments that come with it, by column. */
  readonly notes: ReadonlyMap<string, string>;
  /** Whether the fields that tell who changed it, when and how often stay as they are. */
  readonly quiet: boolean;
  #draft: Row;
  #aborted = false;

  constructor(given: {
    kind: Change['kind'];
    table: string;
    session: Session;
    records: Writer;
    time: string;
    before: Row | undefined;
    draft: Row;
    notes: ReadonlyMap<string, string>;
    quiet?: boolean;
  }) {
    this.kind = given.kind;
    this.table = given.table;
    this.session = given.session;
    this.records = given.records;
    this.time = given.time;
    this.before = given.before;
    this.notes = given.notes;
    this.quiet = given.quiet ?? false;
    this.#draft = given.draft;
  }

  get draft(): Row {
    return this.#draft;
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  get sysId(): string {
    return read(this.#draft, 'sys_id');
  }

  now(field: string): string {
    return read(this.#draft, field);
  }

  was(field: string): string {
    return read(this.before, field);
  }

  moves(field: string): boolean {
    return this.now(field) !== this.was(field);
  }

  /** Whether the field comes to the value with this change. */
  becomes(field: string, value: string): boolean {
    return this.moves(field) && this.now(field) === value;
  }

  /** Whether the state comes to one of the closed ones with this change. */
  closes(): boolean {
    const state = this.records.store.schema.known(this.table).columns.get('state');
    return this.moves('state') && (state?.closing.includes(this.now('state')) ?? false);
  }

  set(field: string, value: string): void {
    this.#draft = { ...this.#draft, [field]: value };
  }

  setIfEmpty(field: string, value: string): void {
    if (this.now(field) === '') this.set(field, value);
  }

  /** Keeps the change from happening. Rules after this one run all the same, as on the instance. */
  abort(): void {
    this.#aborted = true;
  }
}
