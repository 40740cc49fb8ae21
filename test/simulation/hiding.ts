import type { World } from './world.ts';

/** An access rule of the instance hides a record from those who use the laptop, or shows it again. */
export function hide(world: World, sysId: string, on: boolean): void {
  if (on && world.staysShown.has(sysId)) return;
  if (on) world.hidden.add(sysId);
  else world.hidden.delete(sysId);
  world.hasHidden = true;
  world.note(`an access rule ${on ? 'hides' : 'shows'} ${sysId}`);
}
