import { sessionOf, type Session } from '../access/session.ts';
import { matchesOf } from '../api/table/find.ts';
import { renderer } from '../api/table/render.ts';
import { html, type Html } from '../html/html.ts';
import type { Instance } from '../instance.ts';
import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/table.ts';
import { read, type Row } from '../store/row.ts';

const PAGE = 50;
const MOST_COLUMNS = 7;

/** The records of a table, with a filter to type. */
export function tablePage(instance: Instance, name: string, parameters: URLSearchParams): Html {
  const table = instance.store.schema.known(name);
  const query = parameters.get('query') ?? '';
  const offset = Math.max(Number.parseInt(parameters.get('offset') ?? '0', 10) || 0, 0);
  const matches = matchesOf(instance, table, query || `ORDERBY${table.display}`, onlooker(instance));
  return html`<div class="top">
      <h1>${table.plural}</h1>
      <code class="faint">${table.name}</code>
    </div>
    <section class="card">
      <form class="row" method="get">
        <label>
          Encoded query
          <input type="search" name="query" value="${query}" placeholder="state=16^ORDERBYpriority" />
        </label>
        <button class="plain">Show</button>
      </form>
      <div class="scroll" tabindex="0" role="region" aria-label="${table.plural}">
        ${records(instance, table, matches.slice(offset, offset + PAGE))}
      </div>
      ${matches.length === 0 ? html`<p class="none">No records match.</p>` : null}
    </section>
    ${pageLinks(query, offset, matches.length)}`;
}

function records(instance: Instance, table: Table, rows: readonly Row[]): Html {
  const columns = columnsOf(table);
  return html`<table>
    <thead>
      <tr>
        ${columns.map((column) => html`<th scope="col">${column.label}</th>`)}
      </tr>
    </thead>
    <tbody id="rows" data-live>
      ${rows.map((row) => tableRow(instance, table, columns, row))}
    </tbody>
  </table>`;
}

/** Which of the records these are, and the ways to the others. */
function pageLinks(query: string, offset: number, total: number): Html {
  const to = (at: number): string => `?${new URLSearchParams({ query, offset: String(at) }).toString()}`;
  const end = Math.min(offset + PAGE, total);
  return html`<div class="top">
    <p class="soft">${Math.min(offset + 1, total)} to ${end} of ${total.toLocaleString('en')}</p>
    <p>
      ${offset > 0 ? html`<a href="${to(Math.max(offset - PAGE, 0))}">Earlier</a>` : null}
      ${end < total ? html`<a href="${to(offset + PAGE)}">Further</a>` : null}
    </p>
  </div>`;
}

/** Whom the page looks at records as: the administrator sees all of them. */
function onlooker(instance: Instance): Session {
  const [admin] = instance.store.table('sys_user').where('user_name', 'admin');
  return { ...sessionOf(instance.store, admin ?? {}), zone: 'UTC' };
}

/** What people see in a record's fields. */
export function shown(instance: Instance, table: Table, row: Row): Record<string, string> {
  const shape = { fields: null, display: 'true', links: false } as const;
  const viewer = { session: onlooker(instance), version: '' };
  return renderer(instance, table, shape, viewer)(row) as Record<string, string>;
}

function columnsOf(table: Table): Column[] {
  const own = [...table.columns.values()].filter(
    ({ name }) => !name.startsWith('sys_') && name !== 'description',
  );
  const told = own.filter(({ type }) => type !== 'journal_input' && type !== 'journal_list');
  const updated = table.columns.get('sys_updated_on');
  return updated ? [...told.slice(0, MOST_COLUMNS), updated] : told;
}

function tableRow(instance: Instance, table: Table, columns: readonly Column[], row: Row): Html {
  const texts = shown(instance, instance.store.schema.known(read(row, 'sys_class_name') || table.name), row);
  return html`<tr>
    ${columns.map(({ name }, index) => {
      const text = texts[name] ?? '';
      const address = `/demo/records/${read(row, 'sys_class_name')}/${read(row, 'sys_id')}`;
      return index === 0
        ? html`<td><a href="${address}">${text || read(row, 'sys_id').slice(0, 8)}</a></td>`
        : html`<td>${text.slice(0, 60)}</td>`;
    })}
  </tr>`;
}
