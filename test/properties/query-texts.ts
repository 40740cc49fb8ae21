import fc from 'fast-check';

/** Texts on which evaluators tend to part: case, composition, planes, wildcards, quotes and things like numbers. */
const odd = [
  ...['', ' ', 'a', 'A', 'ab', 'AB', 'me', 'true', 'false', 'null', "it's", '"q"', '100%', '_', '\\', 'a,b'],
  ...['Straße', 'STRASSE', 'ΟΔΟΣ', 'οδός', 'ς', 'Σ', 'é', 'e\u0301', 'É', 'İ', 'i', 'ı', 'ǆ', 'ǅ', 'ﬁ', 'FI'],
  ...['\ud7ff', '\ue000', '\uff01', '\u{10000}', '\u{1f600}', '\u{1f600}a', '日本', '\u2028', '\n', 'a\tb'],
  ...[
    '0',
    '-0',
    '1',
    '2',
    '10',
    '-5',
    '05',
    '1.0',
    '1.50',
    '.5',
    '5.',
    '1e3',
    '1E3',
    '1e',
    '+1',
    ' 12',
    '\v7',
  ],
  ...['\u00a012', '0x10', '1_0', 'inf', 'Infinity', 'nan', '1e400', '-1e400', '1e-400', '--1', '-', '.'],
  ...['999999999999999', '9999999999999999', '9007199254740993', '9223372036854775808', '0.1', '0.10'],
  ...['2024-02-29', '2024-02-29 23:59:59', '2024-03-01 00:00:00'],
];

export const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...odd) },
  // SQLite's text functions end at a NUL, and an instance stores none.
  fc.string({ unit: 'binary', maxLength: 6 }).map((any) => any.replaceAll('\0', '')),
  fc.integer().map(String),
  // To 15 digits, which is what an instance's decimals have.
  fc
    .tuple(fc.maxSafeNat(), fc.nat(6))
    .map(([digits, places]) => (digits / 10).toFixed(0).slice(0, 14) + 'e-' + String(places)),
);

/** Moments at which clocks change somewhere, where days and hours are not as long as they seem. */
const changes = [
  ...['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2026-03-08T07:00:00Z', '2026-11-01T06:00:00Z'],
  ...['2018-11-04T03:00:00Z', '2018-02-18T02:00:00Z', '2026-04-04T15:00:00Z', '2024-02-29T23:59:59Z'],
  '2025-12-31T23:00:00Z',
].map((time) => Date.parse(time));

/** An instant, mostly a few hours or days from a change of clocks. */
export const instant = fc
  .tuple(
    fc.constantFrom(...changes),
    fc.oneof(
      fc.constantFrom(-1, 0, 1),
      fc.integer({ min: -7200, max: 7200 }),
      fc.integer({ min: -400 * 86_400, max: 400 * 86_400 }),
    ),
  )
  .map(([at, seconds]) => at + seconds * 1000);

/** An instant a whole number of units from another, so that bounds are met exactly. */
export function instantNear(at: number): fc.Arbitrary<number> {
  const steps = [1000, 60_000, 3_600_000, 86_400_000, 7 * 86_400_000];
  return fc
    .tuple(fc.constantFrom(...steps), fc.integer({ min: -3, max: 3 }), fc.constantFrom(-1000, 0, 0, 1000))
    .map(([step, count, beside]) => at + step * count + beside);
}

/** A time or a date as a record holds it, often near the instant. */
export function timeNear(at: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.oneof({ weight: 3, arbitrary: instantNear(at) }, instant), fc.constantFrom(10, 19, 19, 19))
    .map(([one, length]) => new Date(one).toISOString().slice(0, length).replace('T', ' '));
}

export const zone = fc.constantFrom(
  ...[
    'Europe/Vienna',
    'America/New_York',
    'America/Sao_Paulo',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'UTC',
  ],
);
