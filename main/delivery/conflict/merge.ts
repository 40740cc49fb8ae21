/** Who wins a field that both sides changed; the definition's word for it. */
export type Policy = 'ask' | 'mine' | 'theirs';

/** One field of a record: as the person saw it, as they set it, and as the instance has it now. */
export interface Sides {
  base: string;
  mine: string;
  theirs: string;
}

/**
 * `only-mine`, `only-theirs`: the other side left it as it was (a form sends all its inputs, also those nobody touched).
 * `same`: both sides set the same. `policy`: both sides changed it and the definition says who wins. `clash`: both changed it
 * and a person has to choose.
 */
export type Merged =
  | { side: 'mine'; why: 'only-mine' | 'same' | 'policy' }
  | { side: 'theirs'; why: 'only-theirs' | 'policy' }
  | { side: null; why: 'clash' };

/**
 * Three-way merge of one field (docs/delivery.md). A field that an update does not set never comes here: what is disjoint
 * is merged by sending nothing of it.
 */
export function mergeField({ base, mine, theirs }: Sides, policy: Policy): Merged {
  if (mine === theirs) return { side: 'mine', why: 'same' };
  if (theirs === base) return { side: 'mine', why: 'only-mine' };
  if (mine === base) return { side: 'theirs', why: 'only-theirs' };
  return policy === 'ask' ? { side: null, why: 'clash' } : { side: policy, why: 'policy' };
}
