import type { Bridge } from '../../../../preload/contract/bridge.ts';
import type { Failure } from '../../../../preload/contract/failure.ts';
import { PASSPHRASE_LENGTH } from '../../../../preload/contract/handover.ts';
import { readFile } from '../../../files/transfer.ts';
import { bytesText } from '../../../format/bytes.ts';
import { words } from '../../../messages/messages.ts';

type TypedInput = 'passphrase' | 'again';

/** Handing over: a passphrase typed twice, then a file to save. */
export class Giving {
  passphrase = $state('');
  again = $state('');
  errors = $state.raw<Partial<Record<TypedInput, string>>>({});
  failure = $state.raw<Failure | null>(null);
  /** What is being done, in words; null while nothing is. */
  doing = $state.raw<string | null>(null);
  /** What was done, in words; null before. */
  done = $state.raw<string | null>(null);

  readonly #bridge: Bridge;
  readonly #save: (name: string, content: Blob) => void;

  constructor(bridge: Bridge, save: (name: string, content: Blob) => void) {
    this.#bridge = bridge;
    this.#save = save;
  }

  async give(): Promise<void> {
    this.errors = this.#wrong();
    if (this.doing !== null || Object.keys(this.errors).length > 0) return;
    const text = words.handOver;
    this.failure = null;
    this.doing = text.encrypting;
    const answer = await this.#bridge.ask('outbox.handOver', { passphrase: this.passphrase });
    if (answer.ok) {
      const { hash, name, size, entries } = answer.value;
      const content = await readFile(this.#bridge, hash, 'application/octet-stream', (read) => {
        this.doing = text.reading(bytesText(read), bytesText(size));
      });
      if (content === null) this.failure = { kind: 'not-found', message: text.lost };
      else {
        this.#save(name, content);
        this.done = text.given(entries, name);
        this.passphrase = this.again = '';
      }
      await this.#bridge.ask('file.forget', { hash });
    } else this.failure = answer.failure;
    this.doing = null;
  }

  #wrong(): Partial<Record<TypedInput, string>> {
    if (this.passphrase.length < PASSPHRASE_LENGTH)
      return { passphrase: words.handOver.tooShort(PASSPHRASE_LENGTH) };
    return this.passphrase === this.again ? {} : { again: words.handOver.notTheSame };
  }
}
