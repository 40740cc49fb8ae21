/** Outlines on a grid of 16 by 16, drawn with a line. */
export const icons = {
  alert: 'M8 5.5v3.2M8 11h.01M8 1.8 14.8 13.6H1.2Z',
  check: 'M3.2 8.4 6.6 11.8 12.8 4.6',
  clock: 'M8 4.5V8l2.4 1.6M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 8 1.7Z',
  close: 'm4 4 8 8M12 4l-8 8',
  gear: 'M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6M10 2.8v3.4M6 9.8v3.4',
  list: 'M2.4 4h.01M2.4 8h.01M2.4 12h.01M5.4 4h8.2M5.4 8h8.2M5.4 12h8.2',
  outbox:
    'M8 9.2V1.8M5.2 4.4 8 1.6l2.8 2.8M1.8 8.8v4.4a1 1 0 0 0 1 1h10.4a1 1 0 0 0 1-1V8.8h-3l-1 2H5.8l-1-2Z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  question:
    'M6 6.2a2 2 0 1 1 2.8 1.9c-.5.3-.8.6-.8 1.2v.2M8 11.6h.01M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 8 1.7Z',
  refused: 'm3.6 3.6 8.8 8.8M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 8 1.7Z',
  search: 'm10.4 10.4 3.4 3.4M6.8 2.2a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 0 0 0-9.2Z',
  send: 'M8 13.4V2.8M3.6 7 8 2.6 12.4 7',
  split: 'M8 14V9.4L3.4 4.6M3 8V4.2h3.8M8 9.4l4.6-4.8M9.2 4.2H13V8',
  sync: 'M13.6 8a5.6 5.6 0 0 1-10 3.4M2.4 8a5.6 5.6 0 0 1 10-3.4M12.6 1.8v3H9.6M3.4 14.2v-3h3',
} as const;

export type IconName = keyof typeof icons;
