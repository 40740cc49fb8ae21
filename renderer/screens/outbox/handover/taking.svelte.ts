import type { Bridge } from '../../../../preload/contract/bridge.ts';
import type { Failure } from '../../../../preload/contract/failure.ts';
import type { TakenOver } from '../../../../preload/contract/handover.ts';
import { giveFile } from '../../../files/transfer.ts';
import { bytesText } from '../../../format/bytes.ts';
import { instantText } from '../../../format/instant.ts';
import { words } from '../../../messages/messages.ts';

type NeededInput = 'file' | 'passphrase';

/** Importing: a file of another laptop and its passphrase, then what came of it. */
export class Taking {
  file = $state.raw<File | null>(null);
  passphrase = $state('');
  errors = $state.raw<Partial<Record<NeededInput, string>>>({});
  failure = $state.raw<Failure | null>(null);
  /** What is being done, in words; null while nothing is. */
  doing = $state.raw<string | null>(null);
  /** What came of it, a sentence each; empty before. */
  done = $state.raw<string[]>([]);

  readonly #bridge: Bridge;
  /** The file that main has been given already; a wrong passphrase does not cost the way again. */
  #given: { file: File; hash: string } | null = null;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  async take(): Promise<void> {
    const { file } = this;
    this.errors = this.#missing();
    if (this.doing !== null || file === null || Object.keys(this.errors).length > 0) return;
    this.failure = null;
    this.doing = words.handOver.decrypting;
    const hash = await this.#give(file);
    if (hash !== null) await this.#takeOver(hash);
    this.doing = null;
  }

  /** Nobody needs the file in main any more. */
  async close(): Promise<void> {
    const given = this.#given;
    this.#given = null;
    if (given !== null) await this.#bridge.ask('file.forget', { hash: given.hash });
  }

  /** Gives the file to main, unless it has it. Null when that failed. */
  async #give(file: File): Promise<string | null> {
    if (this.#given?.file === file) return this.#given.hash;
    await this.close();
    const answer = await giveFile(this.#bridge, file, (sent) => {
      this.doing = words.handOver.reading(bytesText(sent), bytesText(file.size));
      return true;
    }).catch(() => null);
    if (answer === null) this.failure = { kind: 'not-found', message: words.handOver.lost };
    else if (!answer.ok) this.failure = answer.failure;
    else if (answer.value !== null) this.#given = { file, hash: answer.value.hash };
    this.doing = words.handOver.decrypting;
    return this.#given?.hash ?? null;
  }

  async #takeOver(hash: string): Promise<void> {
    const answer = await this.#bridge.ask('outbox.takeOver', { hash, passphrase: this.passphrase });
    if (answer.ok) {
      this.done = sentences(answer.value);
      this.passphrase = '';
      return;
    }
    const { failure } = answer;
    if (failure.kind === 'invalid-input') this.errors = failure.inputs;
    else this.failure = failure;
  }

  #missing(): Partial<Record<NeededInput, string>> {
    const { noFile, passphrase } = words.handOver;
    return {
      ...(this.file === null ? { file: noFile } : {}),
      ...(this.passphrase === '' ? { passphrase: words.signIn.missing(passphrase) } : {}),
    };
  }
}

function sentences({ added, known, handedOverAt }: TakenOver): string[] {
  const text = words.handOver;
  return [text.added(added), ...(known > 0 ? [text.known(known)] : []), text.from(instantText(handedOverAt))];
}
