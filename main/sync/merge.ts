/** Who wins a field that both sides changed; the definition's word for it. */
export type Policy = 'ask' | 'mine' | 'theirs';

/** One field of a record: as the person saw it, as they set it, and as the instance has it now. */
export interface Sides {
  base: string;
  mine: string;
  theirs: string;
}

/**
 * `only-mine`: nobody else changed it, so mine goes. `same`: both sides set the same. `policy`: both sides changed it and the
 * definition says who wins. `clash`: both changed it and a person has to choose.
 */
export type Merged =
  { side: 'mine'; why: 'only-mine' | 'same' | 'policy' } | Theirs | { side: null; why: 'clash' };
interface Theirs {
  side: 'theirs';
  why: 'policy';
}

/**
 * Three-way merge of one field (DESIGN.md section 6). A field that only the others changed never comes here: an update holds
 * no other fields than those it sets, so what is disjoint is merged by sending nothing of it.
 */
export function mergeField({ base, mine, theirs }: Sides, policy: Policy): Merged {
  if (mine === theirs) return { side: 'mine', why: 'same' };
  if (theirs === base) return { side: 'mine', why: 'only-mine' };
  return policy === 'ask' ? { side: null, why: 'clash' } : { side: policy, why: 'policy' };
}
