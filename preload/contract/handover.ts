/** Fewest characters of the passphrase that protects a handed-over Outbox. */
export const PASSPHRASE_LENGTH = 12;

/** Most bytes of files that can be handed over at once. */
export const HANDOVER_BYTES = 1024 * 1024 * 1024;

/** The Outbox as an encrypted file, ready to be read (`file.read`) and saved by the person. */
export interface HandedOver {
  /** What the file is to be called. */
  name: string;
  hash: string;
  size: number;
  entries: number;
}

/** What came of a handed-over Outbox on this laptop. */
export interface TakenOver {
  /** ISO instant at which it was handed over, by the other laptop's clock. */
  handedOverAt: string;
  /** Entries that are in this laptop's Outbox now and were not before. */
  added: number;
  /** Entries that this laptop knew already, waiting, sent or discarded; they stay as they are. */
  known: number;
}
