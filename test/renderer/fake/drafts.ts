import type { DraftLine, DraftQuestion } from '../../../preload/contract/drafts.ts';
import type { Inputs } from '../../../preload/contract/forms.ts';
import { actions } from './actions.ts';
import type { FakeRecord } from './world.ts';

interface FakeDraft {
  question: DraftQuestion;
  line: DraftLine;
}

/** The drafts on the fake's laptop, the last saved first. */
export class FakeDrafts {
  #drafts: FakeDraft[] = [];
  #made = 0;

  get lines(): DraftLine[] {
    return this.#drafts.map(({ line }) => line).toReversed();
  }

  save(question: DraftQuestion, record: FakeRecord | null): DraftLine {
    const { action, inputs, many } = question;
    this.#made += 1;
    const id = question.id ?? `draft${this.#made}`;
    const line: DraftLine = {
      id,
      label: actions[action]?.label ?? action,
      action,
      record: record && {
        table: record.table,
        sys_id: record.sys_id,
        title: record.cells['number']?.display ?? '',
      },
      at: new Date().toISOString(),
      revises: question.revises,
      group: question.group,
      many,
      trouble: null,
      excerpt: inputs['close_notes'] ?? inputs['note'] ?? '',
      typed: [],
    };
    this.discard(id);
    this.#drafts = [...this.#drafts, { question, line }];
    return line;
  }

  /** The form was triggered for a record: a draft over many goes on with the others. */
  complete(id: string | null, record: string | null): void {
    const draft = this.#find(id);
    if (draft === undefined) return;
    draft.line.many = draft.line.many.filter((one) => one !== record);
    if (draft.line.many.length === 0) this.discard(id);
  }

  /** The draft in which an entry is being mended. */
  mending(entry: number | null): string | null {
    return this.#drafts.findLast(({ line }) => entry !== null && line.revises === entry)?.line.id ?? null;
  }

  manyOf(id: string | null): string[] {
    return this.#find(id)?.line.many ?? [];
  }

  discard(id: string | null): void {
    this.#drafts = this.#drafts.filter(({ line }) => line.id !== id);
  }

  inputsOf(id: string | null): Inputs | null {
    return this.#find(id)?.question.inputs ?? null;
  }

  troubleOf(id: string | null): DraftLine['trouble'] {
    return this.#find(id)?.line.trouble ?? null;
  }

  /** Something has happened to its record, or to its action. */
  trouble(id: string, trouble: DraftLine['trouble']): void {
    const draft = this.#find(id);
    if (draft !== undefined) draft.line.trouble = trouble;
  }

  #find(id: string | null): FakeDraft | undefined {
    return this.#drafts.find(({ line }) => line.id === id);
  }
}
