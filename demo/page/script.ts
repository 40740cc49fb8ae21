/** What the page does in the browser: it looks again when told, and sends its forms without leaving the place. */
export const script = `
const stops = (part) => [...part.querySelectorAll('a, button, summary')];

// Something is typed there that was not sent yet.
const isBegun = (part) =>
  [...part.querySelectorAll('input, textarea')].some(
    (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked,
  );

let asked = 0;
let shown = 0;

const refresh = async (address = location.href) => {
  const turn = (asked += 1);
  const answer = await fetch(address, { headers: { Accept: 'text/html' } });
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  // A later question may have been answered sooner.
  if (turn < shown) return;
  shown = turn;
  const focused = document.activeElement;
  for (const part of document.querySelectorAll('[data-live]')) {
    const newer = fresh.getElementById(part.id);
    const isTyped = part.contains(focused) && /^(INPUT|SELECT|TEXTAREA)$/.test(focused.tagName);
    if (!newer || isTyped || isBegun(part) || newer.innerHTML === part.innerHTML) continue;
    const open = [...part.querySelectorAll('details[open]')].map((one) => one.id);
    const place = stops(part).indexOf(focused);
    part.innerHTML = newer.innerHTML;
    // What has a name is found again below; anything else is where it was.
    if (place >= 0) stops(part)[place]?.focus();
    for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  }
  if (focused?.id) document.getElementById(focused.id)?.focus();
};

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!form.hasAttribute('data-quiet')) return;
  event.preventDefault();
  if (form.dataset.ask && !confirm(form.dataset.ask)) return;
  await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form, event.submitter)) });
  form.reset();
  await refresh();
});

new EventSource('/demo/events').addEventListener('message', () => void refresh());
`;
