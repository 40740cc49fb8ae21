import type { Bridge } from '../../../../../preload/contract/bridge.ts';
import type { FileReference } from '../../../../../preload/contract/files.ts';
import type { FormInput } from '../../../../../preload/contract/forms.ts';
import { giveFile } from '../../../../files/transfer.ts';
import { bytesText } from '../../../../format/bytes.ts';
import { words } from '../../../../messages/messages.ts';
import { isAccepted } from './accept.ts';

/** What an input takes, and how much of it. */
export type Limits = NonNullable<FormInput['files']>;

/** A file that is being taken in. */
export interface Adding {
  key: number;
  name: string;
  size: number;
  /** Bytes taken in so far. */
  done: number;
}

interface Value {
  get: () => string;
  set: (value: string) => void;
}

/** The files of one input: those it has are its value, those on their way are shown with their progress. */
export class Files {
  adding = $state.raw<Adding[]>([]);
  /** Why files were not taken, one sentence each; until the next ones are chosen. */
  problems = $state.raw<string[]>([]);
  /** Settled when nothing is on its way. */
  idle: Promise<void> = Promise.resolve();
  /** Content of the files chosen here, so that it need not be read back to be shown. */
  readonly contents: Record<string, Blob> = {};

  readonly #bridge: Bridge;
  readonly #value: Value;
  #made = 0;

  constructor(bridge: Bridge, value: Value) {
    this.#bridge = bridge;
    this.#value = value;
  }

  get chosen(): FileReference[] {
    return filesIn(this.#value.get());
  }

  /** Takes in what fits within the limits, one file after the other, and says of the others why not. */
  add(files: File[], limits: Limits): void {
    this.problems = [];
    for (const file of files) {
      const problem = this.#problemOf(file, limits);
      if (problem === null) this.#queue(file);
      else this.#say(problem);
    }
  }

  remove(hash: string): void {
    this.#value.set(valueOf(this.chosen.filter((file) => file.hash !== hash)));
  }

  stop(key: number): void {
    this.adding = this.adding.filter((one) => one.key !== key);
  }

  #problemOf({ name, type, size }: File, { accept, maxBytes, maxCount }: Limits): string | null {
    const { files } = words;
    if (!isAccepted({ name, type }, accept)) return files.wrongType(name, acceptText(accept));
    if (size > maxBytes) return files.tooBig(name, bytesText(size), bytesText(maxBytes));
    return this.chosen.length + this.adding.length >= maxCount ? files.tooMany(name, maxCount) : null;
  }

  #queue(file: File): void {
    this.#made += 1;
    const key = this.#made;
    this.adding = [...this.adding, { key, name: file.name, size: file.size, done: 0 }];
    this.idle = this.idle.then(() => this.#give(key, file));
  }

  async #give(key: number, file: File): Promise<void> {
    if (!this.#isWanted(key)) return;
    const sent = (done: number): boolean => {
      this.adding = this.adding.map((one) => (one.key === key ? { ...one, done } : one));
      return this.#isWanted(key);
    };
    const answer = await giveFile(this.#bridge, file, sent).catch(() => null);
    const isWanted = this.#isWanted(key);
    this.stop(key);
    if (answer === null) this.#say(words.files.failed(file.name, words.files.unreadable));
    else if (!answer.ok) this.#say(words.files.failed(file.name, answer.failure.message));
    else if (isWanted && answer.value !== null) this.#keep(answer.value, file);
  }

  #keep(reference: FileReference, file: File): void {
    if (this.chosen.some(({ hash }) => hash === reference.hash)) {
      this.#say(words.files.twice(file.name));
      return;
    }
    this.contents[reference.hash] = file;
    this.#value.set(valueOf([...this.chosen, reference]));
  }

  #isWanted(key: number): boolean {
    return this.adding.some((one) => one.key === key);
  }

  #say(problem: string): void {
    this.problems = [...this.problems, problem];
  }
}

function filesIn(value: string): FileReference[] {
  return value === '' ? [] : (JSON.parse(value) as FileReference[]);
}

function valueOf(files: FileReference[]): string {
  return files.length === 0 ? '' : JSON.stringify(files);
}

/** `images, .pdf or .docx`. */
function acceptText(accept: string[]): string {
  const types: Partial<Record<string, string>> = words.files.types;
  const names = accept.map((pattern) => types[pattern] ?? pattern);
  return new Intl.ListFormat(words.locale, { type: 'disjunction' }).format(names);
}
