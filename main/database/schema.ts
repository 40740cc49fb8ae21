import type {
  OutboxDiscardedTable,
  OutboxAttemptTable,
  OutboxEntryTable,
  OutboxJournalTable,
  OutboxTouchTable,
  OwnChangeTable,
  PendingChangeTable,
  SenderLeaseTable,
} from './outbox-schema.ts';

/** The migrated tables, as migrations/ leaves them. Cache tables (`cache_<table>`) are made at run time by main/records. */
export interface Schema {
  outbox_entry: OutboxEntryTable;
  outbox_attempt: OutboxAttemptTable;
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
  /** ISO instant at which every sys_id was last compared with the instance's; null: at the next pull. */
  compared_at: string | null;
  /** How many more rows the instance counted then than are known here. */
  uncached: number;
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
  /** The entry that it edits; null for a new one. */
  revises: number | null;
  /** 1: it edits all entries that have the same cause as that one. */
  grouped: number;
  /** JSON: DraftTarget[] (main/drafts/drafts.ts). */
  targets: string;
}
