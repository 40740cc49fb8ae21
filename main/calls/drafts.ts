import type { DraftLine, DraftQuestion, SavedProgress } from '../../preload/contract/drafts.ts';
import type { Account } from '../account/account.ts';
import type { Action } from '../definition/schema.ts';
import { allDrafts, type Draft, removeDraft, saveDraft } from '../drafts/drafts.ts';
import { readFiles } from '../files/reference.ts';
import { troubleOf } from '../drafts/trouble.ts';
import { releaseFiles, useFiles } from '../files/uses.ts';
import { actionOf, tableOf, titleOf } from '../records/catalog.ts';
import { nameOf } from '../records/display.ts';
import { readRow } from '../records/row.ts';
import { baseOf } from '../records/view.ts';
import type { Services } from '../services.ts';
import { triggerAndWait } from './actions.ts';
import { entryTrouble } from './editable.ts';
import { namedTargets } from './targets.ts';

/** Characters of what was typed that tell one draft from another. */
const EXCERPT = 80;

/**
 * "Save progress", or a pause in typing: keeps the form on the device. A form that names an action to save by runs it instead
 * when the person asked and there is a connection.
 */
export async function saveProgress(
  account: Account,
  services: Services,
  question: DraftQuestion,
): Promise<SavedProgress> {
  const { catalog, database, sync } = account;
  const { id, action: name, record, inputs, revises, group, many, asked } = question;
  const action = actionOf(catalog, name);
  const form = catalog.definition.forms.find((candidate) => candidate.id === action.form);
  const isPlain = revises === null && many.length === 0;
  if (asked && isPlain && form?.save !== undefined && sync.online) {
    const saving = { action: form.save, record, inputs, revises: null, draft: id };
    return { saved: 'action', triggered: await triggerAndWait(account, services, saving) };
  }
  const at = new Date(services.time.now()).toISOString();
  const draft: Draft = {
    id: id ?? Buffer.from(services.randomBytes(16)).toString('hex'),
    action: name,
    ...seenOf(account, action, record),
    inputs,
    savedAt: at,
    revises,
    group,
    targets: namedTargets(account, action, many),
  };
  database.transaction((write) => {
    useFiles(write, account.files, `draft:${draft.id}`, filesIn(account, draft), at);
    saveDraft(write, draft);
  });
  services.announce('drafts.changed', null);
  return { saved: 'draft', id: draft.id, at };
}

/** The record that a draft is about, and what it was called and which version it had when it was saved. */
function seenOf(
  { catalog, database }: Account,
  action: Action,
  record: string | null,
): Pick<Draft, 'record' | 'title' | 'modCount'> {
  if (action.context === 'none' || record === null) return { record: null, title: '', modCount: null };
  const table = tableOf(catalog, action.table);
  return {
    record: { table: table.name, sys_id: record },
    title: titleOf(catalog, table.name, readRow(database, table, record) ?? null),
    modCount: baseOf(database, table, record)?.['sys_mod_count'] ?? null,
  };
}

export function discardDraft({ database }: Account, services: Services, id: string): void {
  database.transaction((write) => {
    releaseFiles(write, `draft:${id}`);
    removeDraft(write, id);
  });
  services.announce('drafts.changed', null);
}

export function draftLines(account: Account): DraftLine[] {
  return allDrafts(account.database).map((draft) => ({
    id: draft.id,
    action: draft.action,
    revises: draft.revises,
    group: draft.group,
    many: draft.targets.map(({ title }) => title),
    label: account.catalog.definition.actions.find(({ id }) => id === draft.action)?.label ?? draft.action,
    record: draft.record && { ...draft.record, title: draft.title },
    at: draft.savedAt,
    excerpt: excerptOf(account, draft),
    ...troubled(account, draft),
  }));
}

/** What stands in the way of a draft, and where it cannot be resumed, all that was typed. */
function troubled(account: Account, draft: Draft): Pick<DraftLine, 'trouble' | 'typed'> {
  const { database, catalog } = account;
  const trouble = troubleOf(database, catalog, draft);
  if (trouble === 'gone' || trouble === 'no-action') return { trouble, typed: typedIn(account, draft) };
  const spent = draft.revises === null ? null : entryTrouble(database, draft.revises);
  return { trouble: spent ?? trouble, typed: [] };
}

function typedIn({ catalog, database }: Account, draft: Draft): DraftLine['typed'] {
  const inputs = new Map(formOf({ catalog }, draft)?.inputs.map((input) => [input.name, input]));
  return Object.entries(draft.inputs).flatMap(([name, value]) => {
    const input = inputs.get(name);
    const files =
      input?.type === 'files'
        ? readFiles(value)
            ?.map((file) => file.name)
            .join(', ')
        : undefined;
    const text =
      files ?? (input?.type === 'reference' ? nameOf(database, catalog, input.table, value) : value);
    return text === '' || text === 'false' ? [] : [{ label: input?.label ?? name, text }];
  });
}

function filesIn({ catalog }: Account, draft: Draft) {
  const form = formOf({ catalog }, draft);
  const names = form?.inputs.filter((input) => input.type === 'files').map(({ name }) => name) ?? [];
  return names.flatMap((name) => readFiles(draft.inputs[name] ?? '') ?? []);
}

function excerptOf(account: Account, draft: Draft): string {
  const { catalog } = account;
  const texts = formOf({ catalog }, draft)?.inputs.filter(
    ({ type }) => type === 'text' || type === 'multiline',
  );
  const typed =
    (texts ?? []).map(({ name }) => (draft.inputs[name] ?? '').trim()).find((text) => text !== '') ?? '';
  if (typed === '') return chosenIn(account, draft);
  return typed.length > EXCERPT ? `${typed.slice(0, EXCERPT)}…` : typed;
}

/** Where nothing was typed, what was chosen tells it apart. */
function chosenIn({ catalog, database }: Account, draft: Draft): string {
  for (const input of formOf({ catalog }, draft)?.inputs ?? []) {
    const value = draft.inputs[input.name] ?? '';
    const files = input.type === 'files' ? (readFiles(value) ?? []).map(({ name }) => name).join(', ') : '';
    const text = input.type === 'reference' ? nameOf(database, catalog, input.table, value) : files;
    if (text !== '') return `${input.label}: ${text}`;
  }
  return '';
}

function formOf({ catalog }: Pick<Account, 'catalog'>, draft: Draft) {
  const action = catalog.definition.actions.find(({ id }) => id === draft.action);
  return catalog.definition.forms.find(({ id }) => id === action?.form);
}
