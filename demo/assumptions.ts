/**
 * What no public document says for certain of the instance, as one list: each a switch, so that a client can be tried
 * against either answer. `README.md` says why each was chosen.
 */
export interface Assumptions {
  /** Whether `=` tells upper from lower case. */
  caseSensitive: boolean;
  /** Whether `field!=value` and `NOT IN` also find records whose field is empty. */
  notEqualFindsEmpty: boolean;
  /** Whether `^^` inside a value stands for a caret. */
  doubledCaretEscapes: boolean;
  /** `glide.invalid_query.returns_no_rows`: otherwise a term that cannot be understood is left out without a word. */
  invalidQueryReturnsNoRows: boolean;
  /** Whether an update that changes nothing moves `sys_mod_count` all the same. */
  emptyUpdateCounts: boolean;
  /** Status of the answer to a second record with the same sys_id. */
  duplicateStatus: 400 | 403 | 409;
  /** Whether each refresh replaces the refresh token. */
  refreshTokensRotate: boolean;
  /** Whether a client without a secret gets a refresh token from the authorisation code grant. */
  publicClientsRefresh: boolean;
  /** Whether the sys_id that a client chose for a new record is kept. */
  clientChoosesSysId: boolean;
  /** Whether a request that does not say what it accepts is refused with 400. */
  acceptIsMandatory: boolean;
  /** Whether the requests of a batch are done as they come; otherwise the last is the first. */
  batchInOrder: boolean;
  /** Whether `RLQUERY` counts only the related records that the asker may read. */
  relatedNeedRights: boolean;
}

export const assumed: Assumptions = {
  caseSensitive: true,
  notEqualFindsEmpty: true,
  doubledCaretEscapes: false,
  invalidQueryReturnsNoRows: false,
  emptyUpdateCounts: false,
  duplicateStatus: 403,
  refreshTokensRotate: true,
  publicClientsRefresh: false,
  clientChoosesSysId: true,
  acceptIsMandatory: true,
  batchInOrder: true,
  relatedNeedRights: false,
};
