const SYS_ID = /[0-9a-f]{32}/g;

/**
 * The lines of a trace that tell of what a violation names: its presses with their records and entries, what goes over the
 * wire for those, and everything that people, processes and the weather do.
 */
export function about(violation: string, trace: readonly string[]): string[] {
  const names = new Set([...violation.matchAll(/(?:press|entry) \d+/g)].map(([name]) => name));
  for (const id of violation.match(SYS_ID) ?? []) names.add(id);
  for (const line of trace) {
    const pressed = /(press \d+)\b/.exec(line)?.[1];
    if (pressed === undefined || !names.has(pressed)) continue;
    for (const id of line.match(SYS_ID) ?? []) names.add(id);
    const entry = /entry \d+/.exec(line)?.[0];
    if (entry !== undefined) names.add(entry);
  }
  if (names.size === 0) return trace.slice(-40);
  const requests = new Set<string>();
  return trace.filter((line) => {
    const request = /request \d+/.exec(line)?.[0];
    const isNamed = [...names].some((name) => new RegExp(`${name}\\b`).test(line));
    if (request !== undefined && isNamed) requests.add(request);
    if (request !== undefined) return isNamed || requests.has(request);
    return isNamed || !/ (?:press|log:|warning:)/.test(line);
  });
}
