const steps: Record<string, number | undefined> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** The decision that each letter stands for; the button that carries it out says so by `data-decision`. */
const decisions: Record<string, string | undefined> = {
  t: 'try-again',
  s: 'send',
  e: 'edit',
  c: 'compare',
  d: 'discard',
  u: 'undo',
};

/** Attached to an entry, or a group of them: it can have the focus, and the keys go by it. */
export function asRow(row: HTMLElement): void {
  row.tabIndex = -1;
  row.dataset['row'] = '';
}

/**
 * Attached to what holds the rows: the arrow keys, and J and K, go from row to row, Enter opens the record of the row with
 * the focus, and a letter presses the button of its decision, where there is one.
 */
export function rowKeys(part: HTMLElement): () => void {
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTypedInto(event.target)) return;
    const rows = [...part.querySelectorAll<HTMLElement>('[data-row]')];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const row = rows[at];
    const step = steps[event.key];
    const next = step === undefined ? undefined : rows[Math.max(0, at + step)];
    const decision = decisions[event.key];
    const button = row?.querySelector<HTMLElement>(`button[data-decision='${decision ?? ''}']`);
    if (next) {
      next.focus();
      next.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && row !== undefined && event.target === row) {
      row.querySelector<HTMLElement>('a')?.click();
    } else if (button) {
      button.click();
    } else {
      return;
    }
    event.preventDefault();
  };
  part.addEventListener('keydown', press);
  return () => {
    part.removeEventListener('keydown', press);
  };
}

function isTypedInto(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
