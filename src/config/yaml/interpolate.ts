import { readFileSync } from 'node:fs';
import { childPath } from '../../common/broken-rules.js';
import { secretText } from '../fields/secret-text.js';
import type { WrongSetting } from '../settings.error.js';
import { isTree } from './tree.js';

const REFERENCE = /\$\{(?:file:(?<file>[^}]+)|(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<fallback>[^}]*))?)\}/g;

/** What was meant for a reference: a name or `file:` behind the brace, and no end of it, or another case, or a space. */
const BROKEN_REFERENCE = /\$\{(?:file:|\s*[A-Za-z_][A-Za-z0-9_]*(?=\s*(?:\}|:-|:\s*\/|$)))/i;

interface Interpolation {
  env: NodeJS.ProcessEnv;
  wrong: WrongSetting[];
  onFile: (path: string) => void;
}

/**
 * Replaces `${NAME}` by an environment variable, `${NAME:-text}` by the text where that is unset or empty, as in a shell, and
 * `${file:/path}` by a file's content, everywhere in a tree. What has no value (YAML's null) is left out: it is not set.
 */
export function interpolate(value: unknown, into: Interpolation, path = ''): unknown {
  if (typeof value === 'string') return interpolateText(value, into, path);
  if (Array.isArray(value)) return value.map((item, index) => interpolate(item, into, childPath(path, index)));
  if (!isTree(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .map(([key, item]) => [key, interpolate(item, into, childPath(path, key))]),
  );
}

function interpolateText(text: string, { env, wrong, onFile }: Interpolation, path: string): string {
  // In what is written here: what a variable or a file holds may have any text.
  if (BROKEN_REFERENCE.test(text.replace(REFERENCE, ' ')))
    wrong.push({ path, message: 'holds a reference that is not complete: ${NAME} or ${file:/path}' });
  return text.replace(REFERENCE, (_all, file?: string, name?: string, fallback?: string) => {
    if (file !== undefined) {
      onFile(file);
      return readSecret(file, path, wrong);
    }
    const value = env[name ?? ''];
    if (fallback !== undefined) return value === undefined || value === '' ? fallback : value;
    if (value === undefined) wrong.push({ path, message: `environment variable ${name ?? ''} is not set` });
    return secretText(value ?? '');
  });
}

function readSecret(file: string, path: string, wrong: WrongSetting[]): string {
  try {
    return secretText(readFileSync(file, 'utf8'));
  } catch {
    wrong.push({ path, message: `file ${file} cannot be read` });
    return '';
  }
}
