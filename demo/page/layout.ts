import type { Instance } from '../instance.ts';
import { schema } from '../schema/schema.ts';
import { html, type Html } from '../html/html.ts';

/** The tables worth a place at the side, in this order; the rest is listed below them. */
const first = [
  'wm_task',
  'wm_order',
  'x_outpost_shift',
  'sys_user',
  'cmn_location',
  'core_company',
  'sys_user_group',
];

/** Tables without records of their own: those of the tables that extend them are listed there. */
const shownByHeirs = new Set(['task', 'sm_order', 'sm_task']);

/** A whole page: what is common to all, around what is its own. */
export function layout(instance: Instance, here: string, title: string, content: Html): Html {
  const others = [...schema.keys()].filter((name) => !first.includes(name) && !shownByHeirs.has(name));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Outpost demo instance</title>
        <link rel="icon" href="/demo/icon.svg" />
        <link rel="stylesheet" href="/demo/page.css" />
        <script src="/demo/page.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <div class="frame">
          <nav class="side" aria-label="Main">
            <p class="name">Outpost demo <span>${instance.url()}</span></p>
            ${link('/', 'Ledger and faults', '', here)}
            <h2>Field service</h2>
            <div id="tables" data-live>${first.map((name) => tableLink(instance, name, here))}</div>
            <h2>System</h2>
            ${others.map((name) => tableLink(instance, name, here))}
          </nav>
          <main id="content" tabindex="-1">${content}</main>
        </div>
      </body>
    </html>`;
}

function tableLink(instance: Instance, name: string, here: string): Html {
  const { size } = instance.store.table(name);
  return link(`/demo/tables/${name}`, schema.get(name)?.plural ?? name, size.toLocaleString('en'), here);
}

function link(address: string, label: string, count: string, here: string): Html {
  const current = here === address ? html` aria-current="page"` : null;
  return html`<a href="${address}" ${current}>${label} <span>${count}</span></a>`;
}
