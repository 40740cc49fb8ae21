import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Decides who may speak with the web host: only the browser that was shown the address in the terminal. */
export interface Gate {
  /** Null when the request comes from our own page or from the address bar; else why it is refused. */
  foreign(request: IncomingMessage): string | null;
  /** The cookie to set for a token that was not used yet; null for any other. */
  admit(token: string): string | null;
  admitted(request: IncomingMessage): boolean;
  /** Address that lets one browser in. A new one as soon as the last one was used. */
  address(): string;
}

/** A gate for the host that listens at `port` on 127.0.0.1. */
export function createGate(port: number): Gate {
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;
  // Cookies do not know ports: without it two hosts on one machine would overwrite each other's.
  const cookie = `outpost-${port}`;
  const session = secret();
  let token = secret();
  let spent = false;

  return {
    foreign: ({ headers }) => {
      if (headers.host !== host) return 'another host name';
      if (headers.origin !== undefined && headers.origin !== origin) return 'another origin';
      const site = headers['sec-fetch-site'];
      return site === undefined || site === 'same-origin' || site === 'none' ? null : 'another site';
    },
    admit: (offered) => {
      if (spent || !equal(offered, token)) return null;
      spent = true;
      return `${cookie}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    admitted: ({ headers }) =>
      (headers.cookie ?? '').split('; ').some((pair) => equal(pair, `${cookie}=${session}`)),
    address: () => {
      if (spent) {
        token = secret();
        spent = false;
      }
      return `${origin}/?token=${token}`;
    },
  };
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
