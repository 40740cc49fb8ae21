/** The page's looks: the same ground, ink and measure as Outpost itself (`renderer/style/tokens.css`). */
export const style = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f4f1, #161719);
  --surface: light-dark(#ffffff, #1d1e21);
  --hover: light-dark(#f3f3f0, #25272b);
  --line: light-dark(#e6e6e1, #2c2e33);
  --line-input: light-dark(#8b8c88, #74777f);
  --ink: light-dark(#1d1f23, #e9e9e6);
  --ink-soft: light-dark(#50545b, #b3b5ba);
  --ink-faint: light-dark(#686b72, #969aa2);
  --accent: light-dark(#4050b8, #a3aeff);
  --accent-fill: light-dark(#4050b8, #5866d6);
  --accent-wash: light-dark(#eceefb, #282b45);
  --good: light-dark(#1c6b48, #79c9a0);
  --good-wash: light-dark(#e8f4ee, #1d2f27);
  --wait: light-dark(#80540a, #e0b567);
  --wait-wash: light-dark(#faf2e0, #322a1a);
  --bad: light-dark(#a8282a, #f29a95);
  --bad-wash: light-dark(#fcedec, #3a2222);
  --code: ui-monospace, 'Cascadia Mono', 'SF Mono', Consolas, monospace;
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 0.8125rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
}
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
h1 { font-size: 1.25rem; font-weight: 600; margin: 0; }
h2 { font-size: 0.9375rem; font-weight: 600; margin: 0; }
p { margin: 0; }
code, .code { font-family: var(--code); font-size: 0.75rem; }
.frame { display: grid; grid-template-columns: 13.5rem minmax(0, 1fr); min-height: 100vh; }
.side { border-right: 1px solid var(--line); padding: 1.25rem 0.75rem; }
.side .name { font-weight: 600; padding: 0 0.5rem 1rem; }
.side .name span { display: block; font-weight: 400; color: var(--ink-faint); font-size: 0.75rem; }
.side h2 { color: var(--ink-faint); font-size: 0.75rem; padding: 1rem 0.5rem 0.25rem; font-weight: 500; }
.side a { display: flex; justify-content: space-between; gap: 0.5rem; padding: 0.25rem 0.5rem; border-radius: 6px; color: var(--ink); }
.side a:hover { background: var(--hover); text-decoration: none; }
.side a[aria-current] { background: var(--surface); box-shadow: 0 0 0 1px var(--line); font-weight: 500; }
.skip { position: absolute; left: -100vw; padding: 0.5rem 1rem; background: var(--surface); }
.skip:focus { left: 0.5rem; top: 0.5rem; }
main:focus { outline: none; }
.side a span { color: var(--ink-faint); font-variant-numeric: tabular-nums; }
main { padding: 1.5rem; display: grid; gap: 1.25rem; align-content: start; }
.top { display: flex; justify-content: space-between; align-items: center; gap: 1rem; flex-wrap: wrap; }
.soft { color: var(--ink-soft); }
.faint { color: var(--ink-faint); }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) 22rem; gap: 1.25rem; align-items: start; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
.card > header { display: flex; justify-content: space-between; align-items: center; padding: 0.75rem 1rem; border-bottom: 1px solid var(--line); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 500; color: var(--ink-faint); font-size: 0.75rem; }
th, td { padding: 0.4375rem 0.75rem; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
.wide:is(td, th) { white-space: normal; min-width: 9rem; overflow-wrap: anywhere; }
th:first-child, td:first-child { padding-left: 1rem; }
tbody tr:last-child td { border-bottom: 0; }
tbody tr:hover { background: var(--hover); }
.none { padding: 2rem 1rem; color: var(--ink-faint); text-align: center; }
.op { display: inline-block; padding: 0 0.5rem; border-radius: 99px; font-size: 0.75rem; background: var(--accent-wash); color: var(--accent); }
.op-insert { background: var(--good-wash); color: var(--good); }
.op-delete { background: var(--bad-wash); color: var(--bad); }
.op-note, .op-file { background: var(--wait-wash); color: var(--wait); }
.fault { display: grid; grid-template-columns: 1fr auto; gap: 0 0.75rem; padding: 0.625rem 1rem; border-bottom: 1px solid var(--line); }
.fault:last-child { border-bottom: 0; }
.fault p { color: var(--ink-soft); font-size: 0.75rem; }
.fault .now { color: var(--wait); }
.switch { width: 2.25rem; height: 1.25rem; border-radius: 99px; border: 1px solid var(--line-input); background: transparent; padding: 0; position: relative; cursor: pointer; align-self: start; }
.switch::after { content: ''; position: absolute; inset: 2px auto 2px 2px; width: 0.875rem; border-radius: 99px; background: var(--line-input); transition: translate 120ms; }
.switch[aria-checked='true'] { background: var(--accent-fill); border-color: var(--accent-fill); }
.switch[aria-checked='true']::after { background: #fff; translate: 1rem; }
details.how { grid-column: 1 / -1; font-size: 0.75rem; }
details.how summary { color: var(--ink-faint); cursor: pointer; width: fit-content; }
details.how form { display: grid; grid-template-columns: 1fr 1fr; gap: 0.5rem; padding: 0.5rem 0; }
details.how .wide { grid-column: 1 / -1; }
label { display: grid; gap: 0.125rem; color: var(--ink-soft); font-size: 0.75rem; }
input, select, textarea { font: inherit; font-size: 0.8125rem; color: var(--ink); background: var(--surface); border: 1px solid var(--line-input); border-radius: 6px; padding: 0.25rem 0.5rem; min-height: 1.875rem; width: 100%; }
label.check { display: flex; align-items: center; gap: 0.5rem; grid-column: 1 / -1; }
label.check input { width: auto; min-height: 0; }
textarea { min-height: 4rem; resize: vertical; }
button.plain, .button { font: inherit; font-weight: 500; min-height: 1.875rem; padding: 0 0.75rem; border-radius: 6px; border: 1px solid var(--line-input); background: var(--surface); color: var(--ink); cursor: pointer; }
button.plain:hover { background: var(--hover); }
button.main { background: var(--accent-fill); border-color: var(--accent-fill); color: #fff; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 0.75rem 1.25rem; padding: 1rem; }
.fields .wide { grid-column: 1 / -1; }
.row { display: flex; gap: 0.75rem; align-items: end; padding: 0.75rem 1rem; border-bottom: 1px solid var(--line); }
.row label { flex: 1; }
.told { padding: 0.625rem 1rem; border-radius: 6px; background: var(--wait-wash); color: var(--wait); }
pre { margin: 0; padding: 1rem; white-space: pre-wrap; font: inherit; }
.sign-in main { max-width: 24rem; margin: 12vh auto 0; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
.sign-in form { display: grid; gap: 0.75rem; }
@media (max-width: 64rem) { .pair { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 48rem) { .frame { grid-template-columns: minmax(0, 1fr); } .side { border-right: 0; border-bottom: 1px solid var(--line); } }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
`;
