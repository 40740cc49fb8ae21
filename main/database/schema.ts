import type { Generated } from 'kysely';
import type { JournalWhat } from '../../preload/contract/journal.ts';
import type { EntryState } from '../../preload/contract/outbox.ts';

/** The migrated tables, as migrations/ leaves them. Cache tables (`cache_<table>`) are made at run time by main/records. */
export interface Schema {
  outbox_entry: OutboxEntryTable;
  outbox_touch: OutboxTouchTable;
  own_change: OwnChangeTable;
  outbox_discarded: OutboxDiscardedTable;
  outbox_journal: OutboxJournalTable;
  sender_lease: SenderLeaseTable;
  pending_change: PendingChangeTable;
  cached_dataset: CachedDatasetTable;
  cached_base: CachedBaseTable;
  dictionary_table: DictionaryTableTable;
  dictionary_field: DictionaryFieldTable;
  dictionary_choice: DictionaryChoiceTable;
  setting: SettingTable;
  stored_file: StoredFileTable;
  file_use: FileUseTable;
  draft: DraftTable;
}

interface OutboxEntryTable {
  seq: Generated<number>;
  /** 32 hex digits, the stem of the Idempotency-Key of every request of this entry. */
  key: string;
  /** Counts the edits of a refused entry. */
  revision: number;
  /** Format of `steps` and `inputs`; every released one stays readable. */
  format: number;
  action: string;
  label: string;
  table_name: string | null;
  sys_id: string | null;
  title: string;
  /** JSON: `{ table, sys_id }[]`, every record the entry is about or changes. */
  touches: string;
  /** JSON: Inputs. */
  inputs: string;
  /** JSON: CompiledStep[], the online steps. */
  steps: string;
  /** Index of the next step to send; those before it are acknowledged. */
  step: number;
  state: EntryState;
  /** ISO instant, device clock. */
  triggered_at: string;
  attempts: number;
  /** Times in a row that the instance itself failed on it (5xx); what concerns everybody does not count. */
  failures: number;
  /** ISO instant of the last attempt, null before the first. */
  attempted_at: string | null;
  /** The record's `sys_mod_count` as read right before the last attempt of an update, for the probe; null when not read. */
  mod_count_before: string | null;
  /** Instance clock minus device clock in milliseconds at the last attempt, as far as it was known. */
  attempt_offset: number | null;
  /** Milliseconds since 1970; null when it may go at once. */
  next_attempt_at: number | null;
  /** JSON: InstanceFailure; null when there is nothing to say. */
  failure: string | null;
  /** JSON: Conflict, while the state is `conflict`; otherwise null. */
  conflict: string | null;
  /** 1 once it was handed over to or from another laptop: it is looked for on the instance before every attempt. */
  shared: number;
  /** Instance clock minus device clock in milliseconds, as last measured when it was triggered; null when never. */
  clock_offset: number | null;
  /** ISO instant of the acknowledgement of the last step. */
  sent_at: string | null;
}

/** A record that an unsettled entry touches: what "held" is derived from. */
interface OutboxTouchTable {
  sys_id: string;
  entry: number;
  table_name: string;
  /** 1: the entry only refers to the record, which an earlier one creates; it holds nobody back by that. */
  needs: number;
}

/** What our own acknowledged entries made of a record that others wait on: see main/sync/ownChange.ts. */
interface OwnChangeTable {
  sys_id: string;
  /** `sys_mod_count` before the first and after the last of an unbroken run of our changes; `since` is empty for a create. */
  since: string;
  until: string;
  /** JSON: by field, the values that were replaced, the one that stands there since, and the `sys_mod_count` by then. */
  became: string;
}

interface OutboxDiscardedTable {
  seq: number;
  /** Sequence number of the entry that a person discarded; those that went with it carry the same. */
  together: number;
  /** ISO instant; kept for 30 days from then. */
  discarded_at: string;
  /** JSON: the whole row of outbox_entry. */
  entry: string;
  /** JSON: its rows of pending_change. */
  changes: string;
}

/** What happened to entries: a chain that only grows at its end and is only cut at its beginning. */
interface OutboxJournalTable {
  id: Generated<number>;
  /** ISO instant, device clock. */
  at: string;
  /** Sequence number of the entry, also after it is gone; null for what concerns none. */
  entry: number | null;
  revision: number | null;
  step: number | null;
  what: JournalWhat;
  /** HTTP status of the answer. */
  status: number | null;
  words: string | null;
  /** SHA-256 over the hash of the line before and this line, 64 hex digits. */
  hash: string;
}

/** Who may send: one row. A sender that finds another token than its own has been replaced and stops. */
interface SenderLeaseTable {
  only: number;
  /** Fencing token, counts up with each sender. */
  token: number;
  /** ISO instant. */
  taken_at: string;
}

interface PendingChangeTable {
  sys_id: string;
  entry: number;
  /** Position of the step in the action. */
  step: number;
  table_name: string;
  operation: 'insert' | 'update' | 'delete' | 'note' | 'attach';
  /** JSON: fields and their `dv_` display values; for a note `{ field, text }`, for a file its FileReference. */
  fields: string;
}

interface CachedDatasetTable {
  table_name: string;
  /** What the cache table was built from; another one rebuilds it. */
  signature: string;
  query: string;
  /** `sys_updated_on` and `sys_id` of the last row taken: where the next pull goes on. Empty: from the start. */
  watermark: string;
  watermark_sys_id: string;
  /** 1 once a full download has been completed. */
  complete: number;
  /** ISO instant of the last complete pull. */
  as_of: string | null;
}

/** What the instance last said of a record whose view differs from it. */
interface CachedBaseTable {
  sys_id: string;
  table_name: string;
  /** JSON: the row; null when the instance has no such record (created here). */
  base: string | null;
}

interface DictionaryTableTable {
  table_name: string;
  label: string;
}

interface DictionaryFieldTable {
  table_name: string;
  field: string;
  label: string;
  type: string;
  /** Table that a reference points to. */
  reference: string | null;
  max_length: number | null;
}

interface DictionaryChoiceTable {
  table_name: string;
  field: string;
  value: string;
  label: string;
  position: number;
}

interface SettingTable {
  name: string;
  value: string;
}

/** A file in the account's `files` folder, by its content. */
interface StoredFileTable {
  /** SHA-256, 64 hex digits. */
  hash: string;
  size: number;
  /** ISO instant. */
  added_at: string;
}

/** Who needs a file: it is not swept while anybody does. */
interface FileUseTable {
  hash: string;
  /** `entry:12` or `draft:<id>`. */
  owner: string;
}

interface DraftTable {
  id: string;
  action: string;
  table_name: string | null;
  sys_id: string | null;
  title: string;
  /** JSON: Inputs. */
  inputs: string;
  /** `sys_mod_count` of the record's base when the form was opened; null without a record. */
  mod_count: string | null;
  /** ISO instant. */
  saved_at: string;
  /** The entry that it mends. */
  revises: number | null;
  /** 1: with it all that have its cause. */
  grouped: number;
  /** JSON: DraftTarget[] (main/drafts/drafts.ts). */
  targets: string;
}
