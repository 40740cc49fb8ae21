import type { Answer } from '../http/answer.ts';
import type { Html } from './html.ts';

/** What keeps anything foreign out of the demo's pages. */
const security = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
};

export function pageAnswer(status: number, page: Html): Answer {
  return asset('text/html', page.markup, status);
}

/** A page or what belongs to one. */
export function asset(type: string, body: string, status = 200): Answer {
  return { status, headers: { 'Content-Type': `${type};charset=UTF-8`, ...security }, body };
}
