import { html, type Html } from '../html/html.ts';
import type { Instance } from '../instance.ts';
import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/table.ts';
import { read, type Row } from '../store/row.ts';
import { shown } from './table.ts';

const MOST_OPTIONS = 300;

/** One record: to look at, and to change as somebody else would. */
export function recordPage(instance: Instance, name: string, row: Row, told: string): Html {
  const table = instance.store.schema.known(name);
  const texts = shown(instance, table, row);
  const stream = texts['comments_and_work_notes'] ?? '';
  return html`<div class="top">
      <div>
        <h1>${texts[table.display] ?? ''}</h1>
        <p class="soft">${texts['short_description'] ?? table.label}</p>
      </div>
      <a href="/demo/tables/${table.name}">All ${table.plural.toLowerCase()}</a>
    </div>
    ${told === '' ? null : html`<p class="told" role="status">${told}</p>`} ${editForm(instance, table, row)}
    ${
      stream === ''
        ? null
        : html`<section class="card">
            <header><h2>Journal</h2></header>
            <pre>${stream}</pre>
          </section>`
    }
    ${systemFields(table, row)}`;
}

function editForm(instance: Instance, table: Table, row: Row): Html {
  const columns = [...table.columns.values()];
  const editable = columns.filter((column) => !column.readOnly && column.type !== 'journal_list');
  return html`<form class="card" method="post" action="/demo/page/edit">
    <header><h2>Change it as somebody else</h2></header>
    <input type="hidden" name="table" value="${table.name}" />
    <input type="hidden" name="sys_id" value="${read(row, 'sys_id')}" />
    <div class="row">
      <label
        >Who
        <select name="as">
          ${people(instance)}
        </select></label
      >
      <button class="plain main">Save</button>
    </div>
    <div class="fields">${editable.map((column) => field(instance, column, row))}</div>
  </form>`;
}

function systemFields(table: Table, row: Row): Html {
  const system = [...table.columns.values()].filter(({ name }) => name.startsWith('sys_'));
  return html`<section class="card">
    <header><h2>System fields</h2></header>
    <table>
      <tbody id="system" data-live>
        ${system.map(
          ({ name, label }) =>
            html`<tr>
              <th scope="row">${label}</th>
              <td class="wide">${read(row, name)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function people(instance: Instance): Html[] {
  const users = [...instance.store.table('sys_user').all()].filter((user) => read(user, 'active') === 'true');
  return users.map((user) =>
    option(read(user, 'user_name'), `${read(user, 'name')}, ${read(user, 'title')}`, 'supervisor'),
  );
}

function field(instance: Instance, column: Column, row: Row): Html {
  const value = read(row, column.name);
  const options = optionsOf(instance, column, value);
  if (options) {
    return html`<label
      >${column.label}
      <select name="field.${column.name}">
        ${options}
      </select></label
    >`;
  }
  if (column.maxLength >= 1000) {
    return html`<label class="wide"
      >${column.label} <textarea name="field.${column.name}">${value}</textarea>
    </label>`;
  }
  return html`<label>${column.label} <input name="field.${column.name}" value="${value}" /></label>`;
}

function optionsOf(instance: Instance, column: Column, value: string): Html[] | null {
  if (column.type === 'boolean') return ['true', 'false'].map((text) => option(text, text, value));
  const none = option('', '', value);
  if (column.choices.length > 0)
    return [none, ...column.choices.map((one) => option(one.value, one.label, value))];
  if (column.reference === '') return null;
  const rows = instance.store.table(column.reference);
  if (rows.size > MOST_OPTIONS) return null;
  const target = instance.store.schema.known(column.reference);
  return [
    none,
    ...[...rows.all()].map((one) => option(read(one, 'sys_id'), read(one, target.display), value)),
  ];
}

function option(value: string, label: string, chosen: string): Html {
  return value === chosen
    ? html`<option value="${value}" selected>${label}</option>`
    : html`<option value="${value}">${label}</option>`;
}
