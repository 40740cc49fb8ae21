import type { Store } from '../../store/store.ts';
import { sowDictionary } from './dictionary.ts';
import { sowPeople } from './people.ts';
import { sowServiceLevels } from './service-levels.ts';
import { sowShifts } from './shifts.ts';
import { field } from './sow.ts';
import { sowWork } from './work.ts';

/** Fills an empty store: the same records for the same seed and size, dated around the day of `now`. */
export function seedStore(store: Store, seed: number, tasks: number, now: number): void {
  store.together(() => {
    const ground = field(store, seed, tasks, now);
    sowDictionary(ground);
    const people = sowPeople(ground);
    sowWork(ground, people);
    sowServiceLevels(ground);
    sowShifts(ground, people);
  });
}
