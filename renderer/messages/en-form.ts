import { count } from './count.ts';

/** The words of forms. */
export const enForm = {
  submit: 'Submit',
  sending: 'Submitting…',
  cancel: 'Cancel',
  save: 'Save progress',
  saving: 'Saving…',
  saved: (time: string) => `Saved on this laptop ${time}`,
  notSaved: (why: string) => `Not saved: ${why}`,
  since: {
    changed: 'The record has changed since this draft was saved. What you typed is as you left it.',
    sent: 'The entry you were editing has been sent meanwhile. What you typed is as you left it; submitting makes a new entry.',
    discarded:
      'The entry you were editing is not in the Outbox any more. What you typed is as you left it; submitting makes a new entry.',
    'under-way':
      'The entry you were editing is on its way and cannot be changed now. What you typed is as you left it; submitting makes a new entry.',
  },
  mandatory: 'mandatory',
  length: (characters: number, most: number) => `${count(characters)} of ${count(most)} characters`,
  summary: (errors: number) =>
    errors === 1 ? 'One input needs your attention' : `${count(errors)} inputs need your attention`,
  revises: (entry: number) => `You are editing entry #${entry}. Submitting replaces it.`,
  after: {
    refused: 'Change what is needed and submit again, or leave it waiting in the Outbox.',
    conflict: 'Compare both sides in the Outbox, or change what is needed and submit again.',
  },
  afterSaveRefusal: 'What you typed waits in the Outbox for your decision.',
  choose: 'Choose…',
  find: 'Type to search',
  nobody: 'Nothing matches',
  results: (found: number) => (found === 1 ? '1 result' : `${count(found)} results`),
  leaveTitle: 'Leave without submitting?',
  leaveBody: 'What you typed here is not saved.',
  leave: 'Leave',
  stay: 'Stay',
  keepTitle: 'Keep what you typed?',
  keepBody: 'A draft stays on this laptop, under Drafts, until you submit or discard it.',
  keepAsDraft: 'Keep as draft',
  discardDraft: 'Discard',
  pages: 'Pages',
  page: (at: number, total: number) => `Page ${at} of ${total}`,
  next: 'Next',
  back: 'Back',
  toFix: (errors: number) => (errors === 1 ? '1 to fix' : `${errors} to fix`),
  many: (records: number) => (records === 1 ? 'For 1 record' : `For ${count(records)} records`),
  manyNone: 'For none of the selected records',
  manyLeft: (titles: string, why: string) => `${titles} left out: ${why}`,
  manyGone: 'The selection is gone',
  manyGoneHint: 'Select the rows in the list again and choose the action.',
};

/** The words of inputs that take photos and files. */
export const enFiles = {
  choose: 'Choose files',
  orDrop: 'or drop or paste them here',
  limits: (most: number, size: string) =>
    most === 1 ? `One file of at most ${size}` : `At most ${most} files of ${size} each`,
  remove: (name: string) => `Remove ${name}`,
  adding: (name: string) => `Taking in ${name}`,
  stop: (name: string) => `Stop taking in ${name}`,
  chosen: 'Files',
  tooBig: (name: string, size: string, most: string) =>
    `“${name}” has ${size}; at most ${most} are taken here.`,
  wrongType: (name: string, taken: string) => `“${name}” cannot be taken here, only ${taken}.`,
  tooMany: (name: string, most: number) =>
    most === 1
      ? `“${name}” was left out: one file is taken here. Remove it first to take another.`
      : `“${name}” was left out: at most ${most} files are taken here.`,
  twice: (name: string) => `“${name}” is there already.`,
  failed: (name: string, why: string) => `“${name}” could not be taken in: ${why}`,
  unreadable: 'it cannot be read.',
  /** What people call the types that are taken; an ending such as `.docx` speaks for itself. */
  types: {
    'image/*': 'images',
    'video/*': 'videos',
    'audio/*': 'recordings',
    'application/pdf': 'PDF files',
  },
  pasted: (time: string, ending: string) => `Pasted ${time}${ending}`,
  photo: (time: string) => `Photo ${time}.jpg`,
  camera: 'Take a photo',
  cameraTitle: 'Take a photo',
  capture: 'Take the photo',
  starting: 'Starting the camera…',
  close: 'Close',
  refused:
    'Outpost may not use the camera. Allow it in the privacy settings of this system, then try again. You can also choose a file.',
  noCamera: 'There is no camera on this laptop. You can choose a file instead.',
  cameraBusy: 'The camera cannot be used now; perhaps another program has it. Close that one and try again.',
};

/** The words of the Drafts screen. */
export const enDrafts = {
  title: 'Drafts',
  count: (drafts: number) => (drafts === 1 ? '1 form is kept' : `${count(drafts)} forms are kept`),
  empty: 'No drafts',
  emptyHint: 'A form that you leave before submitting it is kept here, on this laptop.',
  resume: 'Resume',
  discard: 'Discard',
  savedAt: (time: string) => `saved ${time}`,
  noExcerpt: 'Nothing typed yet',
  edits: (entry: number) => `edits entry #${entry}`,
  editsGroup: (entry: number) => `edits entry #${entry} and all with the same cause`,
  many: (titles: string[]) =>
    `For ${titles.length === 1 ? '1 record' : `${count(titles.length)} records`}: ${titles.join(', ')}`,
  typed: 'What was typed',
  trouble: {
    changed: 'The record has changed since',
    gone: 'The record is gone; this draft cannot be resumed',
    'no-action': 'This form is not there any more; the draft cannot be resumed',
    sent: 'The entry it edits has been sent meanwhile',
    discarded: 'The entry it edits is not in the Outbox any more',
    'under-way': 'The entry it edits is on its way',
  },
  discardTitle: (form: string) => `Discard the draft of “${form}”?`,
  discardTitleFor: (form: string, record: string) => `Discard the draft of “${form}” on ${record}?`,
  discardBody: 'What you typed in it and the files in it are removed from this laptop.',
};
