/** A request that the instance turns down, in the words it answers with. Nothing of it has been done. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly detail: string | null;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, detail: string | null, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.detail = detail;
    this.headers = headers;
  }
}

/** A record that is not there, or that the user may not see: the instance does not say which. */
export function notFound(): Refusal {
  return new Refusal(404, 'No Record found', "Record doesn't exist or ACL restricts the record retrieval");
}

/** What a write answers that rules, policies, rights or the database turned down. */
export function operationFailed(detail: string, status = 403): Refusal {
  return new Refusal(status, 'Operation Failed', detail);
}

/** A second record with the same sys_id. */
export function duplicate(sysId: string, status: number): Refusal {
  return operationFailed(
    `Unique Key violation detected by database (Duplicate entry '${sysId}' for key 'PRIMARY')`,
    status,
  );
}

/** A file beyond `com.glide.attachment.max_size`. */
export function tooLargeFile(most: number): Refusal {
  return new Refusal(413, 'Attachment is too large', `At most ${most} bytes are taken`);
}
