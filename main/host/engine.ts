import { parentPort, workerData } from 'node:worker_threads';
import { createEngine } from '../engine.ts';
import { runEngine } from './engine-thread.ts';
import type { EngineSettings } from './messages.ts';

if (parentPort === null) throw new Error('The engine runs in a worker thread only (main/host/thread.ts).');
void runEngine(parentPort, workerData as EngineSettings, createEngine);
