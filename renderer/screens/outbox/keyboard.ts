const moves: Record<string, number | undefined> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

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
export function asItem(item: HTMLElement): void {
  item.tabIndex = -1;
  item.dataset['item'] = '';
}

/**
 * Attached to what holds the items: the arrow keys, and J and K, go from item to item, Enter opens the record of the item with
 * the focus, and a letter clicks the button of its decision, where there is one.
 */
export function itemKeys(part: HTMLElement): () => void {
  const handle = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTypedInto(event.target)) return;
    const items = [...part.querySelectorAll<HTMLElement>('[data-item]')];
    const at = items.findIndex((item) => item.contains(document.activeElement));
    const item = items[at];
    const move = moves[event.key];
    const next = move === undefined ? undefined : items[Math.max(0, at + move)];
    const decision = decisions[event.key];
    const button = item?.querySelector<HTMLElement>(`button[data-decision='${decision ?? ''}']`);
    if (next) {
      next.focus();
      next.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && item !== undefined && event.target === item) {
      item.querySelector<HTMLElement>('a')?.click();
    } else if (button) {
      button.click();
    } else {
      return;
    }
    event.preventDefault();
  };
  part.addEventListener('keydown', handle);
  return () => {
    part.removeEventListener('keydown', handle);
  };
}

function isTypedInto(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
