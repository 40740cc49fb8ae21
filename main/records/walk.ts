import type { Catalog } from './catalog.ts';

/** A field of a table: its own, or the one that a dot-walked name such as `parent.location.name` leads to. */
export function fieldAt(
  { dictionary }: Pick<Catalog, 'dictionary'>,
  table: string,
  name: string,
): { table: string; field: string } {
  const [first = '', ...rest] = name.split('.');
  const { reference } = dictionary.field(table, first);
  if (rest.length === 0 || reference === null) return { table, field: name };
  return fieldAt({ dictionary }, reference, rest.join('.'));
}

/** What a field is called, a dot-walked one with the references on the way: "Name of Parent". */
export function labelOf({ dictionary }: Pick<Catalog, 'dictionary'>, table: string, name: string): string {
  const [first = '', ...rest] = name.split('.');
  const { label, reference } = dictionary.field(table, first);
  if (rest.length === 0) return label;
  if (reference === null) return dictionary.field(table, name).label;
  return `${labelOf({ dictionary }, reference, rest.join('.'))} of ${label}`;
}
