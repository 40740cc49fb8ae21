import type { FaultName } from '../faults/faults.ts';
import { html, type Html } from '../html/html.ts';

const milliseconds = html`<label
  >By how much (ms) <input name="ms" inputmode="numeric" placeholder="1000"
/></label>`;
const seconds = html`<label
  >Try again after (s) <input name="seconds" inputmode="numeric" placeholder="5"
/></label>`;
const done = html`<label class="check"
  ><input type="checkbox" name="done" value="true" /> The work is done all the same</label
>`;
const edit = html`<label>Who <input name="as" placeholder="supervisor" /></label>
  <label class="wide"
    >Record <input name="record" placeholder="wm_task/sys_id, or the one asked for"
  /></label>
  <label class="wide">
    Fields, one a line <textarea name="fields" placeholder="skills=Pumps"></textarea>
  </label>`;

/** What some faults take besides what all take. */
const own: Partial<Record<FaultName, Html>> = {
  latency: milliseconds,
  'clock-skew': milliseconds,
  'rate-limit': seconds,
  'error-500': done,
  'error-502': done,
  'error-503': html`${seconds} ${done}`,
  'error-504': done,
  'edit-elsewhere': edit,
};

/** The form that switches a fault on for some requests, or in a way of its own. */
export function faultForm(name: FaultName): Html {
  return html`<details class="how" id="how-${name}">
    <summary>How, when and how often</summary>
    <form method="post" action="/demo/page/fault" data-quiet aria-label="${name}">
      <input type="hidden" name="name" value="${name}" />
      <label>How often <input name="times" inputmode="numeric" placeholder="until switched off" /></label>
      <label>For how long (ms) <input name="lasting" inputmode="numeric" placeholder="no end" /></label>
      <label class="wide">
        Requests that begin with <input name="match" placeholder="PATCH /api/now/table/wm_task" />
      </label>
      ${own[name] ?? null}
      <button class="plain">Switch on</button>
    </form>
  </details>`;
}

/** What such a form asks for; what was left empty is as usual. */
export function wishOf(form: URLSearchParams): Record<string, unknown> {
  const text = (name: string): string => form.get(name)?.trim() ?? '';
  const filled = (names: readonly string[]): string[] => names.filter((name) => text(name) !== '');
  const lines = text('fields')
    .split(/\r?\n/)
    .filter((line) => line.includes('='));
  const fields = lines.map((line) => [
    line.slice(0, line.indexOf('=')).trim(),
    line.slice(line.indexOf('=') + 1),
  ]);
  return {
    ...Object.fromEntries(
      filled(['times', 'ms', 'lasting', 'seconds']).map((name) => [name, Number(text(name))]),
    ),
    ...Object.fromEntries(filled(['record', 'as']).map((name) => [name, text(name)])),
    ...(text('done') === 'true' && { done: true }),
    ...(fields.length > 0 && { fields: Object.fromEntries(fields) as Record<string, string> }),
    name: text('name'),
    match: text('match'),
  };
}
