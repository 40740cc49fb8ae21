import { html, type Html } from '../html/html.ts';
import type { Instance } from '../instance.ts';

/** What stands at the side of every page: tables under a title; the others are listed below them. */
export interface Menu {
  title: string;
  tables: readonly string[];
}

/** A whole page: what is common to all, around what is its own. */
export function layout(
  { instance, menu }: { instance: Instance; menu: Menu },
  here: string,
  title: string,
  content: Html,
): Html {
  const others = othersOf(instance, menu);
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
            <h2>${menu.title}</h2>
            <div id="tables" data-live>${menu.tables.map((name) => tableLink(instance, name, here))}</div>
            <h2>System</h2>
            ${others.map((name) => tableLink(instance, name, here))}
          </nav>
          <main id="content" tabindex="-1">${content}</main>
        </div>
      </body>
    </html>`;
}

/** Tables beside those of the menu. One that others extend has no records of its own: theirs are listed there. */
function othersOf({ store }: Instance, menu: Menu): string[] {
  const all = store.schema.all();
  const extended = new Set(all.map((table) => table.extends));
  return all.map(({ name }) => name).filter((name) => !menu.tables.includes(name) && !extended.has(name));
}

function tableLink({ store }: Instance, name: string, here: string): Html {
  const { size } = store.table(name);
  return link(`/demo/tables/${name}`, store.schema.known(name).plural, size.toLocaleString('en'), here);
}

function link(address: string, label: string, count: string, here: string): Html {
  const current = here === address ? html` aria-current="page"` : null;
  return html`<a href="${address}" ${current}>${label} <span>${count}</span></a>`;
}
