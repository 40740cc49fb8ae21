/** What every read of records asks for: both values, no links, only these fields. */
export function shape(fields: readonly string[]): Record<string, string> {
  return {
    sysparm_display_value: 'all',
    sysparm_exclude_reference_link: 'true',
    sysparm_fields: fields.join(','),
  };
}

/** As a query of an address. */
export function parameters(values: Record<string, string>): string {
  return new URLSearchParams(values).toString();
}
