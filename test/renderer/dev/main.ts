import { mount } from 'svelte';
import App from '../../../renderer/App.svelte';
import { Route } from '../../../renderer/state/route.svelte.ts';
import '../../../renderer/style/base.css';
import '../../../renderer/style/controls.css';
import '../../../renderer/style/tokens.css';
import { FakeBridge } from '../../support/fake-bridge.ts';
import { scenes } from './scenes.ts';

/** The whole renderer on the fake bridge: for looking at every screen in every state without an engine. */
async function show(target: HTMLElement): Promise<void> {
  const bridge = new FakeBridge();
  await scenes[new URLSearchParams(location.search).get('scene') ?? 'full']?.(bridge);
  mount(App, { target, props: { bridge, route: new Route(window) } });
}

const target = document.getElementById('outpost');
if (target !== null) void show(target);
