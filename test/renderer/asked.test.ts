import { expect, test } from 'vitest';
import { Asked } from '../../renderer/state/asked.svelte.ts';
import type { Answer } from '../../preload/contract/failure.ts';
import { settled } from './support/settled.ts';

/** A question whose answers are given by hand, in any order. */
function byHand(): {
  asked: Asked<string, string>;
  questions: string[];
  answer: (at: number, to: Answer<string>) => void;
} {
  const questions: string[] = [];
  const answers: ((answer: Answer<string>) => void)[] = [];
  const asked = new Asked((question: string) => {
    questions.push(question);
    const { promise, resolve } = Promise.withResolvers<Answer<string>>();
    answers.push(resolve);
    return promise;
  });
  return { asked, questions, answer: (at, to) => answers[at]?.(to) };
}

test('an answer that was overtaken by a later question is ignored', async () => {
  const { asked, answer } = byHand();
  void asked.ask('first');
  void asked.ask('second');
  answer(1, { ok: true, value: 'of the second' });
  await settled();
  answer(0, { ok: true, value: 'of the first' });
  await settled();
  expect(asked.value).toBe('of the second');
});

test('the last good answer stays while the question is asked again, and when that fails', async () => {
  const { asked, answer } = byHand();
  void asked.ask('question');
  answer(0, { ok: true, value: 'good' });
  await settled();
  asked.again();
  expect(asked.value).toBe('good');
  answer(1, { ok: false, failure: { kind: 'internal', message: 'lost' } });
  await settled();
  expect(asked.value).toBe('good');
  expect(asked.failure?.message).toBe('lost');
});

test('any amount of news during a question costs one more question', async () => {
  const { asked, questions, answer } = byHand();
  void asked.ask('question');
  asked.again();
  asked.again();
  asked.again();
  answer(0, { ok: true, value: 'stale' });
  await settled();
  answer(1, { ok: true, value: 'fresh' });
  await settled();
  expect(questions).toEqual(['question', 'question']);
  expect(asked.value).toBe('fresh');
});

test('news before the first question ask nothing', () => {
  const { asked, questions } = byHand();
  asked.again();
  expect(questions).toEqual([]);
});
