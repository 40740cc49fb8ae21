import { html, type Html } from '../html/html.ts';
import { pageAnswer } from '../html/page-answer.ts';
import type { Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import { userWith } from './authenticate.ts';
import { clientNamed, type Client } from './clients.ts';
import type { AuthParts } from './parts.ts';

/**
 * `GET` and `POST /oauth_auth.do`: the sign-in page of the authorisation code grant. Where the address to send a code to
 * is not the client's, the person is told and nothing is sent anywhere.
 */
export function authorize(parts: AuthParts, call: Call): Answer {
  const asked = call.method === 'POST' ? new URLSearchParams(call.body.toString('utf8')) : call.query;
  const client = clientNamed(asked.get('client_id'));
  const redirect = asked.get('redirect_uri') ?? '';
  if (!client?.redirects.includes(redirect)) {
    return page(400, html`<p role="alert">This application is not registered with that address.</p>`);
  }
  const problem = problemOf(client, asked);
  if (problem !== null) return back(redirect, { error: problem, state: asked.get('state') ?? '' });
  if (call.method !== 'POST') return page(200, form(client, asked, ''));
  const userName = userWith(parts.store, asked.get('user_name') ?? '', asked.get('user_password') ?? '');
  if (userName === null) {
    return page(401, form(client, asked, 'User name or password invalid'));
  }
  const challenge = asked.get('code_challenge') ?? '';
  const code = parts.codes.issue({ client: client.id, user: userName, redirect, challenge });
  return back(redirect, { code, state: asked.get('state') ?? '' });
}

function problemOf(client: Client, asked: URLSearchParams): string | null {
  if (asked.get('response_type') !== 'code') return 'unsupported_response_type';
  if (!asked.get('state')) return 'invalid_request';
  const challenge = asked.get('code_challenge') ?? '';
  if (challenge !== '' && asked.get('code_challenge_method') !== 'S256') return 'invalid_request';
  return client.secret === '' && challenge === '' ? 'invalid_request' : null;
}

function back(redirect: string, told: Record<string, string>): Answer {
  const address = `${redirect}${redirect.includes('?') ? '&' : '?'}${new URLSearchParams(told).toString()}`;
  return { status: 302, headers: { Location: address, 'Cache-Control': 'no-store' }, body: '' };
}

const carried = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
];

function form(client: Client, asked: URLSearchParams, told: string): Html {
  return html`<form method="post" action="/oauth_auth.do">
    <p class="soft"><strong>${client.id}</strong> wants to work in your name.</p>
    ${told === '' ? null : html`<p class="told" role="alert">${told}</p>`}
    ${carried.map((name) => html`<input type="hidden" name="${name}" value="${asked.get(name) ?? ''}" />`)}
    <label>User name <input name="user_name" autocomplete="username" required autofocus /></label>
    <label
      >Password <input name="user_password" type="password" autocomplete="current-password" required
    /></label>
    <button class="plain main">Allow and sign in</button>
  </form>`;
}

function page(status: number, content: Html): Answer {
  const whole = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Sign in · Outpost demo instance</title>
        <link rel="icon" href="/demo/icon.svg" />
        <link rel="stylesheet" href="/demo/page.css" />
      </head>
      <body class="sign-in">
        <main>
          <h1>Sign in</h1>
          ${content}
        </main>
      </body>
    </html>`;
  return pageAnswer(status, whole);
}
