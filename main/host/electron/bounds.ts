import { readFileSync, writeFileSync } from 'node:fs';
import { screen, type BrowserWindow, type Rectangle } from 'electron';

/** How the window stood when it was last closed. */
export interface Bounds extends Partial<Rectangle> {
  width: number;
  height: number;
  maximized: boolean;
}

export const smallest = { width: 1000, height: 640 };
const usual: Bounds = { width: 1280, height: 800, maximized: false };

/** Reads them from `file`. A place on a screen that is gone is forgotten; the window then opens in the middle. */
export function readBounds(file: string): Bounds {
  const { x, y, width, height, maximized } = read(file);
  const size = {
    width: Math.max(Number(width) || usual.width, smallest.width),
    height: Math.max(Number(height) || usual.height, smallest.height),
    maximized: maximized === true,
  };
  if (typeof x !== 'number' || typeof y !== 'number') return size;
  const place = { x, y, width: size.width, height: size.height };
  return overlaps(place, screen.getDisplayMatching(place).workArea) ? { ...size, ...place } : size;
}

/** Writes them whenever the window closes. */
export function keepBounds(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const bounds: Bounds = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    writeFileSync(file, JSON.stringify(bounds));
  });
}

function read(file: string): Partial<Bounds> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Bounds>;
  } catch {
    return {};
  }
}

function overlaps(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
