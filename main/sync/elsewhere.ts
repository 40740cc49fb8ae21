import type { Entry } from '../outbox/entry.ts';
import type { CompiledStep } from '../outbox/steps.ts';
import { entriesTouching } from '../outbox/waiting.ts';
import { hasNote } from './journal.ts';
import type { Link } from './link.ts';
import { type Probed, probeStep } from './probe.ts';
import { fieldsOf, stepOf, tellOf } from './send.ts';

type Update = Extract<CompiledStep, { do: 'update' }>;

/**
 * Looks whether a step of an entry that another laptop has too was done, by whichever of them. Unlike after a lost answer, that
 * this user has changed the record since proves nothing: it may have been the entry before. Where it cannot be told, the step is
 * compared before it is sent, or a person is asked. Throws Failed when the instance cannot be asked.
 */
export async function probeElsewhere(link: Link, entry: Entry, index: number): Promise<Probed> {
  const step = stepOf(entry, index);
  switch (step.do) {
    case 'check':
      return probeCheck(link, entry, index);
    case 'update':
      return probeUpdate(link, entry, index, step);
    case 'call':
      return step.idempotent
        ? probeStep(link, entry, index)
        : {
            found: 'unclear',
            message:
              'Another laptop has this action too, and the instance cannot be asked whether it did this. ' +
              'Look at the record there; try again only if nothing happened.',
          };
    case 'create':
    case 'delete':
    case 'note':
    case 'attach':
      return probeStep(link, { ...entry, attemptedAt: pressedAt(link, entry) }, index);
  }
}

/** A condition may hold no longer because of what was done when it held. */
async function probeCheck(link: Link, entry: Entry, index: number): Promise<Probed> {
  if (index + 1 >= entry.steps.length) return { found: 'not-done' };
  const after = await probeElsewhere(link, entry, index + 1);
  const told = { told: null, affects: [], named: [] };
  return after.found === 'done' ? { found: 'done', acknowledged: told } : { found: 'not-done' };
}

/** An update was done when the record is as it left it, or as later entries did: none of them goes before it. */
async function probeUpdate(link: Link, entry: Entry, index: number, step: Update): Promise<Probed> {
  const wanted = [...Object.keys(step.fields), 'sys_mod_count', 'sys_updated_by', 'sys_updated_on'];
  const asked = [...new Set([...fieldsOf(link, step.table), ...wanted])];
  const record = await link.instance.record(step.table, step.sys_id, asked);
  if (!record || record['sys_mod_count']?.value === step.modCount) return { found: 'not-done' };
  const later = laterUpdates(link, entry, index, step);
  const since = Date.parse(pressedAt(link, entry)) + (link.instance.clockOffset ?? 0);
  const holds = Object.entries(step.fields).every(([field, value]) => {
    const now = record[field]?.value;
    if (now === value || hasNote(record, { field, text: value }, link.catalog().user.name, since))
      return true;
    return now !== undefined && later.some(({ fields }) => fields[field] === now);
  });
  return holds ? { found: 'done', acknowledged: tellOf(step, record) } : { found: 'not-done' };
}

function laterUpdates({ database }: Link, entry: Entry, index: number, { sys_id }: Update): Update[] {
  const behind = entriesTouching(database, sys_id).filter(({ seq, shared }) => shared && seq > entry.seq);
  const steps = [...entry.steps.slice(index + 1), ...behind.flatMap((other) => other.steps)];
  return steps.filter((step) => step.do === 'update').filter((step) => step.sys_id === sys_id);
}

/** When the action was triggered, by this laptop's clock as it is now: nobody did it before. */
function pressedAt({ instance }: Link, { triggeredAt, clockOffset }: Entry): string {
  const now = instance.clockOffset ?? 0;
  return new Date(Date.parse(triggeredAt) + (clockOffset ?? now) - now).toISOString();
}
