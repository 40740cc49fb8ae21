import type { Entry } from '../outbox/entry.ts';
import { entriesTouching } from '../outbox/waiting.ts';
import type { Link } from '../link.ts';
import { countNotes } from './notes.ts';
import { probeStep } from './probe.ts';
import { attemptedAt, done, NOT_DONE, NOT_YET, type Probed, type Step } from './probed.ts';
import { fieldsOf, NOTHING } from './send.ts';
import type { Sender } from './sender.ts';

/**
 * Looks whether the next step of an entry that another laptop has too was done, by whichever of them. Unlike after a lost
 * answer, that this user has changed the record since proves nothing: it may have been the entry before. Where it cannot be
 * told, the step is compared before it is sent, or a person is asked. Throws Failed when the instance cannot be asked.
 */
export async function probeElsewhere(link: Link, sender: Sender, entry: Entry): Promise<Probed> {
  const step = entry.steps[entry.step];
  switch (step?.do) {
    case 'check':
      return probeCheck(link, sender, entry);
    case 'update':
      return probeUpdate(link, entry, step);
    case 'call':
      if (step.idempotent) return probeStep(link, sender, entry);
      return {
        found: 'unclear',
        message:
          'Another laptop has this action too, and the instance cannot be asked whether it did this. ' +
          'Look at the record there; try again only if nothing happened.',
      };
    case undefined:
    case 'create':
    case 'delete':
    case 'note':
    case 'attach':
      return probeStep(link, sender, entry);
  }
}

/** A condition may hold no longer because of what was done when it held. */
async function probeCheck(link: Link, sender: Sender, entry: Entry): Promise<Probed> {
  if (entry.step + 1 >= entry.steps.length) return NOT_DONE;
  const after = await probeElsewhere(link, sender, { ...entry, step: entry.step + 1 });
  return after.found === 'done' ? { found: 'done', acknowledged: NOTHING } : NOT_DONE;
}

/** An update was done when the record is as it left it, or as later entries did: none of them goes before it. */
async function probeUpdate(link: Link, entry: Entry, step: Step<'update'>): Promise<Probed> {
  const wanted = [...Object.keys(step.fields), 'sys_mod_count', 'sys_updated_by', 'sys_updated_on'];
  const asked = [...new Set([...fieldsOf(link, step.table), ...wanted])];
  const record = await link.instance.record(step.table, step.sys_id, asked);
  if (!record || record['sys_mod_count']?.value === step.modCount) return NOT_DONE;
  const later = laterUpdates(link, entry, step);
  const { name } = link.catalog().user;
  const since = attemptedAt(link, entry);
  const holds = Object.entries(step.fields).every(([field, value]) => {
    const now = record[field]?.value;
    if (now === value || countNotes(record, { field, text: value }, name, since, link.instance.zone) > 0)
      return true;
    return now !== undefined && later.some(({ fields }) => fields[field] === now);
  });
  return holds ? { ...done(step, record), unproven: true } : NOT_YET;
}

function laterUpdates({ database }: Link, entry: Entry, { sys_id }: Step<'update'>): Step<'update'>[] {
  const behind = entriesTouching(database, sys_id).filter(({ seq, shared }) => shared && seq > entry.seq);
  const steps = [...entry.steps.slice(entry.step + 1), ...behind.flatMap((other) => other.steps)];
  return steps.filter((step) => step.do === 'update').filter((step) => step.sys_id === sys_id);
}
