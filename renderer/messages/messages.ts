import { en } from './en.ts';

/** The shape every language has to fill; English sets it. */
export type Messages = typeof en;

/** The words of the person's language. There is one so far. */
export const words: Messages = en;
