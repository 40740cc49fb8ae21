/** Bounds an instance sets to what is asked of it. */
export interface Limits {
  /** Largest body of a request that is no attachment (`glide.rest.max_content_length`). */
  bodyBytes: number;
  /** Largest attachment (`com.glide.attachment.max_size`). */
  attachmentBytes: number;
  /** Extensions that attachments may have, without the dot (`glide.attachment.extensions`); none named, any. */
  attachmentExtensions: readonly string[];
  /** Time after which the rest of a batch is left unserviced (transaction quota "REST Batch API request timeout"). */
  batchMilliseconds: number;
  /** Largest request within a batch (`glide.rest.batch.max.inputSize`); it and what comes after it are left. */
  batchItemBytes: number;
  /** Largest answer within a batch (`glide.rest.batch.max.outputSize`), with the same consequence. */
  batchItemOutputBytes: number;
  /** Requests an hour and user (`sys_rate_limit_rules`); null for any number. */
  requestsPerHour: number | null;
}

export const usualLimits: Limits = {
  bodyBytes: 10_485_760,
  attachmentBytes: 1_073_741_824,
  attachmentExtensions: [],
  batchMilliseconds: 30_000,
  batchItemBytes: 5_242_880,
  batchItemOutputBytes: 10_485_760,
  requestsPerHour: null,
};
