import type { Group, Stats } from './group.ts';

/** Whether a group's figures meet every condition, such as `count^state^>^3` or `sum^priority^>=^10`. */
export function passes(stats: Stats, having: readonly string[]): boolean {
  return having.every((condition) => {
    const [name = '', field = '', operator = '', value = ''] = condition.split('^');
    const number = Number(figureOf(stats, name.toLowerCase(), field));
    const bound = Number(value);
    if (operator === '>') return number > bound;
    if (operator === '>=') return number >= bound;
    if (operator === '<') return number < bound;
    if (operator === '<=') return number <= bound;
    if (operator === '!=') return number !== bound;
    return operator !== '=' || number === bound;
  });
}

/** Groups in the order asked for: by a grouped field or by a figure (`COUNT^state`), `^DESC` backwards. */
export function sorted(groups: readonly Group[], orders: readonly string[]): Group[] {
  return [...groups].sort((a, b) => {
    for (const order of orders) {
      const parts = order.split('^').filter((part) => part !== 'DESC');
      const difference = compare(keyOf(a, parts), keyOf(b, parts));
      if (difference !== 0) return order.endsWith('^DESC') ? -difference : difference;
    }
    return compare(a.groupby_fields[0]?.value ?? '', b.groupby_fields[0]?.value ?? '');
  });
}

function keyOf(group: Group, [name = '', field = '']: readonly string[]): string {
  const common = group.groupby_fields.find((one) => one.field === name);
  return common?.value ?? figureOf(group.stats, name.toLowerCase(), field);
}

function figureOf(stats: Stats, name: string, field: string): string {
  if (name === 'count') return stats.count ?? '0';
  if (name === 'avg' || name === 'min' || name === 'max' || name === 'sum') return stats[name]?.[field] ?? '';
  return '';
}

function compare(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  if (!Number.isNaN(difference)) return difference;
  return a < b ? -1 : a > b ? 1 : 0;
}
