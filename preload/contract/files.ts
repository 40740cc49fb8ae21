/** A file on this laptop, known by its content. */
export interface FileReference {
  /** SHA-256 of the content, 64 hex digits. */
  hash: string;
  name: string;
  /** Media type, such as `image/jpeg`. */
  type: string;
  /** Bytes. */
  size: number;
  /** ISO instant at which the photo was taken or the file last changed, by this laptop. */
  takenAt: string;
}

/** Most bytes of a file in one piece, before base64. */
export const PIECE_BYTES = 1024 * 1024;

/** One piece of a file on its way to the main process, in order. */
export interface FileChunk {
  /** Chosen by the asker, the same for all pieces of one file. */
  transfer: string;
  /** Base64. */
  data: string;
  /** The file's description comes with the last piece, null with the others. */
  last: { name: string; type: string; takenAt: string } | null;
}

/** A piece of a file's content. */
export interface FileContent {
  /** Base64 of at most PIECE_BYTES bytes from the offset asked for. */
  data: string;
  /** Offset to go on with; null at the end. */
  next: number | null;
}
