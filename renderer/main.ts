import { mount } from 'svelte';
import App from './App.svelte';
import { connect } from './bridge/connect.ts';
import { Route } from './state/route.svelte.ts';
import './style/tokens.css';
import './style/base.css';
import './style/controls.css';

const target = document.getElementById('outpost');
if (target === null) throw new Error('index.html has no element #outpost to mount on');

mount(App, { target, props: { bridge: connect(), route: new Route(window) } });
