import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { DefinitionSource } from '../../preload/contract/session.ts';
import type { Reader, Writer } from '../database/database.ts';
import { Problem } from '../problem.ts';
import type { Instance } from '../instance/instance.ts';
import { readSetting, writeSetting } from '../database/settings.ts';

/** Where the definition lies on an instance unless somebody says otherwise. */
const DEFINITION_PATH = '/api/x_outpost/v1/definition';

const source = z.strictObject({ path: z.string(), file: z.string().nullable() });

/** Where the definition in force comes from. */
export function sourceOf(reader: Reader): DefinitionSource {
  const stored = readSetting(reader, 'definition-source');
  return stored === null ? usual : source.parse(JSON.parse(stored));
}

/** The instance's usual place. */
const usual: DefinitionSource = { path: DEFINITION_PATH, file: null };

export function writeSource(write: Writer, from: DefinitionSource): void {
  writeSetting(write, 'definition-source', JSON.stringify(from));
}

/** Whether `--definition` means a place on the instance; anything else is a file. */
export function isPath(said: string): boolean {
  return said.startsWith('/api/');
}

/** A definition file as it stands: its JSON, or a sentence about why it is none. */
export function readDefinitionFile(file: string): { json: unknown } | { problem: string } {
  try {
    return readDefinitionText(basename(file), readFileSync(file, 'utf8'));
  } catch (error) {
    return {
      problem: `${basename(file)}: it cannot be read (${error instanceof Error ? error.message : String(error)})`,
    };
  }
}

export function readDefinitionText(name: string, text: string): { json: unknown } | { problem: string } {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch (error) {
    return { problem: `${name}: it is no JSON (${error instanceof Error ? error.message : String(error)})` };
  }
}

/** The definition that an account begins with: what `--definition` says, or the instance's. Throws Failed, Problem `broken`. */
export async function firstDefinition(
  said: string | null,
  instance: Instance,
): Promise<{ source: DefinitionSource; json: unknown }> {
  if (said === null || isPath(said)) {
    const path = said ?? usual.path;
    return { source: { path, file: null }, json: await instance.definition(path) };
  }
  const read = readDefinitionFile(said);
  if ('problem' in read) throw new Problem({ kind: 'broken', message: read.problem });
  return { source: { ...usual, file: basename(said) }, json: read.json };
}
