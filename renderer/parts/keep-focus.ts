/**
 * Attached to the part of the window whose content comes and goes. Where the element with the focus goes away (a button
 * whose action was done, an entry that was discarded), the focus moves on to what is left of its row, else to the row that
 * stood beside it, else to the heading.
 */
export function keepFocus(part: HTMLElement): () => void {
  let focused: Element | null = null;
  let row: Element | null = null;
  /** The rows of the same list from this one on, then those before it, nearest first. */
  let beside: Element[] = [];
  const note = ({ target }: FocusEvent): void => {
    focused = target instanceof Element ? target : null;
    row = focused?.closest('tr, li') ?? null;
    const rows = [...(row?.parentElement?.children ?? [])];
    const at = row === null ? -1 : rows.indexOf(row);
    beside = [...rows.slice(at), ...rows.slice(0, Math.max(0, at)).toReversed()];
  };
  const observer = new MutationObserver(() => {
    if (focused === null || focused.isConnected || document.activeElement !== document.body) return;
    const next = beside
      .filter((one) => one.isConnected)
      .map(stopIn)
      .find((stop) => stop !== null);
    (next ?? part.querySelector<HTMLElement>('h1'))?.focus({ preventScroll: true });
  });
  part.addEventListener('focusin', note);
  observer.observe(part, { childList: true, subtree: true });
  return () => {
    part.removeEventListener('focusin', note);
    observer.disconnect();
  };
}

/** Where the focus can be in a row: on the row itself, if it is made for that, or on the first thing to click. */
function stopIn(row: Element): HTMLElement | null {
  const stop = row.hasAttribute('tabindex') ? row : row.querySelector('a, button');
  return stop instanceof HTMLElement ? stop : null;
}
