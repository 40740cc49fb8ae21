import Sqlite from 'better-sqlite3';
import { Died, Life } from './life.ts';

/**
 * Stands in for better-sqlite3 under main/database (hooks.ts): the same, on a real file, but it ends with the process that
 * opened it, at any commit.
 */
export default class MortalDatabase extends Sqlite {
  readonly #life: Life | null = null;

  constructor(file: string, options: Sqlite.Options = {}) {
    super(file, options);
    if (options.readonly === true) return;
    this.#life = Life.current;
    this.#life?.opened(this);
  }

  override transaction<F extends (...given: unknown[]) => unknown>(work: F): Sqlite.Transaction<F> {
    const life = this.#life;
    if (!life) return super.transaction(work);
    const whole = super.transaction((...given: unknown[]): unknown => {
      const answer: unknown = work(...given);
      life.beforeCommit();
      return answer;
    });
    const immediate = (...given: unknown[]): unknown => {
      let answer: unknown;
      try {
        answer = whole.immediate(...given);
      } catch (error) {
        if (error instanceof Died) life.kill();
        throw error;
      }
      life.afterCommit();
      return answer;
    };
    return Object.assign(immediate, {
      immediate,
      default: immediate,
      deferred: immediate,
      exclusive: immediate,
    }) as unknown as Sqlite.Transaction<F>;
  }

  /** A process dies here, never a machine: what survives a power cut is not at stake, and its cost is spared. */
  override pragma(source: string, options?: Sqlite.PragmaOptions): unknown {
    if (source === 'journal_mode = WAL') {
      if (this.#life?.sharesFiles === false) super.pragma('locking_mode = EXCLUSIVE');
      return super.pragma('journal_mode = MEMORY', options);
    }
    return super.pragma(source === 'synchronous = FULL' ? 'synchronous = OFF' : source, options);
  }

  override close(): this {
    this.#life?.closed(this);
    return super.close();
  }
}
