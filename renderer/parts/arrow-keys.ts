const by: Record<string, number | undefined> = { ArrowDown: 1, ArrowUp: -1 };

/** Attached to a table of records: the arrow keys go from row to row. */
export function arrowKeys(table: HTMLElement): () => void {
  const step = (event: KeyboardEvent): void => {
    const rows = [...table.querySelectorAll('tbody tr')];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const link = rows[at + (by[event.key] ?? 0)]?.querySelector('a');
    if (at < 0 || by[event.key] === undefined || !link) return;
    event.preventDefault();
    link.focus();
  };
  table.addEventListener('keydown', step);
  return () => {
    table.removeEventListener('keydown', step);
  };
}
