import { faultNames, type Fault, type FaultName } from '../faults/faults.ts';
import { html, type Html } from '../html/html.ts';
import type { Instance } from '../instance.ts';
import type { Effect } from '../ledger/ledger.ts';
import { displayOf } from '../query/path.ts';
import { faultForm } from './fault-form.ts';

const MOST_EFFECTS = 200;

/** The first page: what was done, newest first, and what is made to go wrong. */
export function overview(instance: Instance): Html {
  return html`<div class="top">
      <div>
        <h1>Ledger and faults</h1>
        <p class="soft">
          Sign in as dispatcher, supervisor, technician or admin; the password is the same as the name.
        </p>
      </div>
      <form method="post" action="/demo/page/reset" data-quiet data-ask="Put all records back to the seed?">
        <button class="plain" id="reset">Reset to the seed</button>
      </form>
    </div>
    <div class="pair">
      <section class="card" aria-labelledby="ledger-title">
        <header><h2 id="ledger-title">Ledger</h2></header>
        <div id="ledger" data-live class="scroll" tabindex="0" role="group" aria-label="Effects">
          ${ledger(instance)}
        </div>
      </section>
      <section class="card" aria-labelledby="faults-title">
        <header><h2 id="faults-title">Faults</h2></header>
        <div id="faults" data-live>
          ${(Object.keys(faultNames) as FaultName[]).map((name) => fault(instance, name))}
        </div>
      </section>
    </div>`;
}

function ledger(instance: Instance): Html {
  const effects = instance.ledger.all().slice(-MOST_EFFECTS).reverse();
  if (effects.length === 0) {
    return html`<p class="none">
      Nothing has been done yet. Every effect of a request will be listed here, once.
    </p>`;
  }
  return html`<table>
    <thead>
      <tr>
        <th scope="col">#</th>
        <th scope="col">UTC</th>
        <th scope="col">User</th>
        <th scope="col">Effect</th>
        <th scope="col">Record</th>
        <th scope="col" class="wide">What was set, by which request and key</th>
      </tr>
    </thead>
    <tbody>
      ${effects.map((effect) => effectRow(instance, effect))}
    </tbody>
  </table>`;
}

function effectRow(instance: Instance, effect: Effect): Html {
  const called = displayOf(instance.store, effect.table, effect.sys_id) || effect.sys_id.slice(0, 8);
  const { method, path, ...fields } = effect.fields;
  const set = Object.entries(fields).map(([field, value]) => `${field}: ${value}`);
  if (method !== undefined && path !== undefined) set.unshift(`${method} …/${path.split('/').at(-1) ?? ''}`);
  return html`<tr>
    <td class="faint">${effect.seq}</td>
    <td><time datetime="${effect.at}">${effect.at.slice(11, 19)}</time></td>
    <td>${effect.user}</td>
    <td><span class="op op-${effect.op}">${effect.op}</span></td>
    <td>
      <a id="effect-${effect.seq}" href="/demo/records/${effect.table}/${effect.sys_id}">${called}</a>
    </td>
    <td class="wide">
      ${set.join(', ')}
      <div class="code faint">${shortened(effect.request)}</div>
      ${effect.key === null ? null : html`<div class="code faint">key ${effect.key}</div>`}
    </td>
  </tr>`;
}

/** The address of a request without what makes it long: the record is named beside it. */
function shortened(request: string): string {
  return request.replace('/api/now/', '…/').replace(/([0-9a-f]{6})[0-9a-f]{26}/, '$1…');
}

function fault(instance: Instance, name: FaultName): Html {
  const active = instance.faults.active().filter((one) => one.name === name);
  const isOn = active.length > 0;
  return html`<div class="fault">
    <div>
      <strong id="label-${name}">${name}</strong>
      <p>${faultNames[name]}.</p>
      ${active.map((one) => html`<p class="now">${inWords(one)}</p>`)}
    </div>
    <form method="post" action="/demo/page/fault" data-quiet>
      <input type="hidden" name="name" value="${name}" />
      <input type="hidden" name="times" value="${isOn ? '0' : ''}" />
      <button
        class="switch"
        id="switch-${name}"
        role="switch"
        aria-checked="${String(isOn)}"
        aria-labelledby="label-${name}"
      ></button>
    </form>
    ${faultForm(name)}
  </div>`;
}

function inWords({ times, match, until, done, record }: Fault): string {
  const often = times === null ? 'On' : `On, ${times} more`;
  const where = `${match === '' ? '' : ` for ${match}`}${done ? ', the work is done' : ''}${record === '' ? '' : `, of ${record}`}`;
  return `${often}${where}${until === null ? '' : `, until ${new Date(until).toISOString().slice(11, 19)} UTC`}`;
}
