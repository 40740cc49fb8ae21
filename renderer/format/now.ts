import { createSubscriber } from 'svelte/reactivity';

const everySecond = createSubscriber((update) => {
  const timer = setInterval(update, 1000);
  return () => {
    clearInterval(timer);
  };
});

/** The time, told again every second to whatever shows it, and only while something does. */
export function now(): Date {
  everySecond();
  return new Date();
}
