import { count } from './count.ts';

/** The words of handing the Outbox over to another laptop. */
export const enHandOver = {
  handOver: 'Hand over…',
  nothing: 'Nothing waits, so there is nothing to hand over',
  import: 'Import…',
  giveTitle: 'Hand the Outbox over',
  giveBody: (entries: number) =>
    `${entries === 1 ? 'The action that waits goes' : `All ${count(entries)} actions that wait go`} into an encrypted file, with their photos and files. Import it on another laptop where you are signed in to the same instance.`,
  giveStays:
    'They stay here too. Whichever laptop has a connection first sends them; the other one sees that and sends nothing twice. To take one back, discard it on both.',
  passphrase: 'Passphrase',
  passphraseHint: (least: number) =>
    `At least ${least} characters. Without it nobody can open the file, you neither.`,
  again: 'Passphrase again',
  notTheSame: 'This is not the same passphrase',
  tooShort: (least: number) => `At least ${least} characters`,
  give: 'Save file',
  encrypting: 'Encrypting…',
  reading: (done: string, total: string) => `${done} of ${total}`,
  given: (entries: number, name: string) =>
    `${entries === 1 ? '1 action is' : `${count(entries)} actions are`} in ${name}.`,
  lost: 'The file could not be read. Try again.',
  takeTitle: 'Import an Outbox',
  takeBody:
    'Choose the file that was saved on the other laptop. What it holds is sent from here as soon as there is a connection.',
  file: 'File',
  noFile: 'Choose a file',
  take: 'Import',
  decrypting: 'Decrypting…',
  added: (entries: number) =>
    entries === 0
      ? 'Nothing of it was new.'
      : entries === 1
        ? '1 action was imported. It waits in the Outbox, behind what was there.'
        : `${count(entries)} actions were imported. They wait in the Outbox, behind what was there.`,
  known: (entries: number) =>
    entries === 1
      ? '1 was here already, waiting, sent or discarded, and stays as it is.'
      : `${count(entries)} were here already, waiting, sent or discarded, and stay as they are.`,
  from: (time: string) => `It was handed over ${time}.`,
  close: 'Close',
};
