import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { afterLook, beforeSending } from '../../main/delivery/plan.ts';
import { endings } from '../../main/outbox/doubt.ts';
import { states } from '../../main/outbox/state.ts';

const file = join(import.meta.dirname, '../../docs/delivery.md');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const places = ['first', 'behind', 'paused'] as const;
const moods = ['usual', 'hopeless', 'let-go'] as const;

/** The tables of the page, by the name between whose marks each stands. */
const tables: Record<string, string> = {
  states: table(
    ['state', 'waits for', 'events'],
    Object.entries(states).map(([state, { waitsFor, on }]) => [
      `**${state}**`,
      waitsFor,
      Object.entries(on)
        .map(([event, after]) => `${event} → ${after}`)
        .join(', ') || 'none',
    ]),
  ),
  before: table(
    ['why it is not simply sent', ...places, ...places.map((place) => `old, ${place}`)],
    Object.entries(beforeSending).map(([situation, { young, old }]) => [
      situation,
      ...places.map((place) => young[place]),
      ...places.map((place) => old[place]),
    ]),
  ),
  endings: table(
    ['ending', 'doubt', 'may still arrive within'],
    Object.entries(endings).map(([ending, { doubt, arrivesWithin }]) => [
      ending,
      doubt,
      arrivesWithin === 0 ? 'it cannot' : `${arrivesWithin / 1000} s`,
    ]),
  ),
  after: table(
    ['the look found', 'usual', 'failed too often', 'let go by a person'],
    Object.entries(afterLook).map(([found, row]) => [
      found,
      ...moods.map((mood) => [...new Set(row[mood])].join(', then ')),
    ]),
  ),
};

test('the page on delivery prints the tables of the code', async () => {
  const page = readFileSync(file, 'utf8').replaceAll(
    /<!-- (\w+) -->[^]*?<!-- \/\1 -->/g,
    (_, name: string) => `<!-- ${name} -->\n\n${tables[name] ?? ''}\n\n<!-- /${name} -->`,
  );
  for (const name of Object.keys(tables)) expect(page).toContain(`<!-- ${name} -->`);
  // `npx vitest run test/docs/delivery.test.ts -u` prints them anew.
  const printed = await format(page, { ...(await resolveConfig(file)), filepath: file });
  await expect(printed).toMatchFileSnapshot(file);
});
