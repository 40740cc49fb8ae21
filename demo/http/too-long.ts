import type { Answer } from './answer.ts';

/** Longest address, as the web server in front of an instance takes it. */
const LONGEST = 8190;

export function isTooLong(address: string): boolean {
  return address.length > LONGEST;
}

/** Said by the web server in front, so it comes as a page. */
export const tooLong: Answer = {
  status: 414,
  headers: { 'Content-Type': 'text/html' },
  body: '<html><head><title>414 Request-URI Too Large</title></head><body>414 Request-URI Too Large</body></html>',
};
