/** An encoded query in pieces: any of the groups, all terms of a group, any alternative of a term. */
export interface Split {
  groups: string[][][];
  orders: { field: string; descending: boolean }[];
  /** Pieces this instance does not understand. */
  dropped: string[];
}

const CARET = '\u0000';

/** Takes an encoded query apart. `^OR` binds tighter than `^`, `^` tighter than `^NQ`; an order holds for the whole. */
export function split(query: string, doubledCaretEscapes: boolean): Split {
  const result: Split = { groups: [[]], orders: [], dropped: [] };
  const pieces = piecesOf(doubledCaretEscapes ? query.replaceAll('^^', CARET) : query);
  let related: string[] | null = null;
  for (const raw of pieces) {
    if (related && raw === 'ENDRLQUERY') {
      // As it was written: what is within it is taken apart on its own.
      place(related.join('^').replaceAll(CARET, '^^'), result);
      related = null;
    } else if (related) related.push(raw);
    else if (raw.startsWith('RLQUERY')) related = [raw];
    else place(raw.replaceAll(CARET, '^'), result);
  }
  if (related) result.dropped.push(...related);
  return result;
}

/** Between carets; one that begins a pattern (`MATCH_RGX^INC[0-9]+`) parts nothing. */
function piecesOf(query: string): string[] {
  return query.replace(/(MATCH_RGX)\^(?=.)(?!EQ$)/g, `$1${CARET}`).split('^');
}

function place(piece: string, result: Split): void {
  const order = /^(?:NQ)?ORDERBY(DESC)?(.+)$/.exec(piece);
  if (piece === '' || piece === 'EQ') return;
  if (order?.[2] !== undefined) {
    result.orders.push({ field: order[2], descending: order[1] !== undefined });
  } else if (piece.startsWith('NQ')) {
    result.groups.push([[piece.slice(2)]]);
  } else if (piece.startsWith('OR')) {
    const term = result.groups.at(-1)?.at(-1);
    if (term) term.push(piece.slice(2));
    else result.groups.at(-1)?.push([piece.slice(2)]);
  } else {
    result.groups.at(-1)?.push([piece]);
  }
}
