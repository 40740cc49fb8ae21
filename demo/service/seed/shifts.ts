import { stamp } from '../../clock.ts';
import { spell } from '../../records/numbers.ts';
import type { People } from './people.ts';
import { DAY, HOUR, idOf, sow, type Field } from './sow.ts';

const FIRST_NUMBER = 1001;

/** Past shifts of those who sign in, none of them open, and some of colleagues that are under way. */
export function sowShifts(field: Field, people: People): void {
  let number = FIRST_NUMBER;
  const [technician, ...colleagues] = people.technicians;
  const add = (user: string, started: number, hours: number | null): void => {
    const ended = hours === null ? '' : stamp(started + hours * HOUR);
    const state = hours === null ? 'open' : 'closed';
    const values = { number: spell('SHFT', number), user, state, started: stamp(started), ended };
    const touched = started + (hours ?? 0) * HOUR;
    sow(field, 'x_outpost_shift', idOf(`x_outpost_shift ${number}`), values, started, touched, 'dispatcher');
    number += 1;
  };
  for (let day = 6; day >= 1; day -= 1) {
    for (const user of [people.dispatcher, technician ?? '']) {
      add(user, field.today - day * DAY + field.chance.whole(24, 32) * 15 * 60_000, field.chance.whole(7, 9));
    }
  }
  for (const user of colleagues.slice(0, 5))
    add(user, field.now - field.chance.whole(20, 300) * 60_000, null);
}
