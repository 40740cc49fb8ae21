import type { ServerResponse } from 'node:http';
import type { Html } from '../html/html.ts';
import { asset, pageAnswer } from '../html/page-answer.ts';
import type { Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import { find } from '../query/path.ts';
import { notFound } from '../refusal.ts';
import { read } from '../store/row.ts';
import { submit } from './forms.ts';
import type { Host } from './host.ts';
import { layout } from './layout.ts';
import { overview } from './overview.ts';
import { recordPage } from './record.ts';
import { script } from './script.ts';
import { style } from './style.ts';
import { tablePage } from './table.ts';

/** The same as Outpost's own (`renderer/style/icon.svg`). */
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#4050b8"/><path d="M9 23V11l7-4 7 4v12M13 23v-6h6v6" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>';

/** Returns the answer to what belongs to the page; null for every other address, 'streaming' when news will follow. */
export function page(host: Host, call: Call, response: ServerResponse): Answer | 'streaming' | null {
  if (call.method === 'POST') {
    const next = call.path.startsWith('/demo/page/') ? submit(host, call) : null;
    return next === null ? null : { status: 303, headers: { Location: next }, body: '' };
  }
  if (call.method !== 'GET' && call.method !== 'HEAD') return null;
  if (call.path === '/demo/events') {
    host.news.subscribe(response);
    return 'streaming';
  }
  if (call.path === '/demo/page.css') return asset('text/css', style);
  if (call.path === '/demo/icon.svg') return asset('image/svg+xml', icon);
  if (call.path === '/demo/page.js') return asset('text/javascript', script);
  const content = contentOf(host, call);
  return content && pageAnswer(200, layout(host, call.path, content.title, content.html));
}

function contentOf({ instance }: Host, call: Call): { title: string; html: Html } | null {
  if (call.path === '/') return { title: 'Ledger', html: overview(instance) };
  const [, demo, kind, name = '', sysId = ''] = call.path.split('/');
  const table = instance.store.schema.get(name);
  if (demo !== 'demo' || !table) return null;
  if (kind === 'tables') return { title: table.plural, html: tablePage(instance, name, call.query) };
  if (kind !== 'records') return null;
  const row = find(instance.store, name, sysId);
  if (!row) throw notFound();
  const told = call.query.get('told') ?? '';
  return {
    title: read(row, table.display),
    html: recordPage(instance, read(row, 'sys_class_name'), row, told),
  };
}
