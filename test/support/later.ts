/**
 * Loaded into a process before all else (`--import`), in each of its threads: its clock is later by `LATER_MS` milliseconds, as
 * that of a laptop which lay closed for so long.
 */
const later = Number(process.env['LATER_MS']);
const RealDate = Date;

class LaterDate extends RealDate {
  constructor(...given: [] | [value: number | string | Date]) {
    if (given.length === 0) super(LaterDate.now());
    else super(...given);
  }

  static override now(): number {
    return RealDate.now() + later;
  }
}

globalThis.Date = LaterDate as DateConstructor;
