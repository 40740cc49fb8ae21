import type { DraftLine } from '../../../preload/contract/drafts.ts';
import { task } from './tasks.ts';

const draft: DraftLine = {
  id: 'draft1',
  label: 'Close complete',
  action: 'close-complete',
  record: task,
  revises: null,
  group: false,
  many: [],
  at: new Date().toISOString(),
  trouble: null,
  excerpt: 'Replaced the compressor and the fan; the old ones are on the van.',
  typed: [],
};

export const drafts: DraftLine[] = [
  { ...draft, trouble: 'changed' },
  { ...draft, id: 'draft2', label: 'Start shift', record: null, excerpt: '' },
  {
    ...draft,
    id: 'draft3',
    label: 'Add note',
    trouble: 'gone',
    typed: [{ label: 'Note', text: 'The key is with the neighbours at number 14.' }],
  },
  { ...draft, id: 'draft4', label: 'Reassign', revises: 2, group: true, many: ['WOT0010002', 'WOT0010004'] },
];
