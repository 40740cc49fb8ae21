/**
 * Attached to the part of the window whose content comes and goes. Where the element with the focus goes away (a button
 * whose action was done, an entry that was discarded), the focus moves on to what is left of its row, else to the heading.
 */
export function keepFocus(part: HTMLElement): () => void {
  let focused: Element | null = null;
  let row: Element | null = null;
  const note = ({ target }: FocusEvent): void => {
    focused = target instanceof Element ? target : null;
    row = focused?.closest('tr, li') ?? null;
  };
  const observer = new MutationObserver(() => {
    if (focused === null || focused.isConnected || document.activeElement !== document.body) return;
    const next = row?.isConnected === true ? row.querySelector<HTMLElement>('a, button') : null;
    (next ?? part.querySelector('h1'))?.focus({ preventScroll: true });
  });
  part.addEventListener('focusin', note);
  observer.observe(part, { childList: true, subtree: true });
  return () => {
    part.removeEventListener('focusin', note);
    observer.disconnect();
  };
}
