import { mount } from 'svelte';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import App from '../../../renderer/App.svelte';
import { Route } from '../../../renderer/state/route.svelte.ts';
import '../../../renderer/style/base.css';
import '../../../renderer/style/controls.css';
import '../../../renderer/style/tokens.css';
import { sceneOf } from './scenes.ts';

/**
 * The screens in states that are hard to come by, without an engine: every call is answered with the data of a scene.
 * `npx vite --config vite.config.ts test/renderer/dev`, then `?scene=` with a name out of scenes.ts.
 */
function sceneBridge(name: string): Bridge {
  const answers = sceneOf(name);
  return {
    ask: (call) => {
      const value = answers[call];
      const failure = { kind: 'not-found', message: `The scene has no answer to ${call}` } as const;
      return Promise.resolve(value === undefined ? { ok: false, failure } : { ok: true, value });
    },
    on: () => () => undefined,
  };
}

const target = document.getElementById('outpost');
const scene = new URLSearchParams(location.search).get('scene') ?? 'full';
if (target !== null) mount(App, { target, props: { bridge: sceneBridge(scene), route: new Route(window) } });
