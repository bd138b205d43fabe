import { readFileSync } from 'node:fs';
import { loadSettings } from '../../src/config/settings.loader.js';
import { codes, describedSettings, rowsUnder } from '../support/settings-page.js';
import { schemaSettings } from '../support/settings-schema.js';

const schema = schemaSettings();
const page = describedSettings(schema.keys());

/** Settings of their own: a map is told by what is in it. */
const settings = [...schema].filter(([, { type, hasMembers }]) => type !== 'map' || !hasMembers);

describe('docs/settings.md', () => {
  it('has a row for every setting, and one only, and no other rows', () => {
    expect(page.map(({ path }) => path).sort()).toEqual(settings.map(([path]) => path).sort());
  });

  it('gives the type of every setting', () => {
    const told = Object.fromEntries(page.map(({ path, type }) => [path, type]));
    expect(told).toEqual(Object.fromEntries(settings.map(([path, { type }]) => [path, type])));
  });

  it('gives the default that a setting has, and none where it has none', () => {
    const stated = page.filter(({ byDefault }) => byDefault !== undefined);
    const told = stated.map(({ path, byDefault }) => [path, byDefault]);
    expect(told).toEqual(stated.map(({ path }) => [path, asWritten(schema.get(path)?.byDefault)]));
    expect(stated.length).toBeGreaterThan(settings.length / 2);
  });
});

describe('a setting', () => {
  const numbers = [...schema].filter(([, { type }]) => type === 'integer').map(([path]) => path);
  const maps = [...schema].filter(([, { type }]) => type === 'map').map(([path]) => path);

  it.each(numbers)('%s is a number where it comes as text, from the environment', (path) => {
    expect(schema.get(path)?.ofText).toBe(7);
  });

  it.each(maps)('%s is looked into: its members are checked', (path) => {
    expect(schema.get(path)?.hasMembers).toBe(true);
  });
});

describe('the environment variables', () => {
  const rows = rowsUnder('Variable').map(([name = '', byDefault = '', sets = '']) => ({
    name: codes(name)[0] ?? name,
    byDefault: codes(byDefault)[0],
    sets: sets.startsWith('`') ? codes(sets)[0] : undefined,
  }));
  const read = new Set<string>();
  const env = new Proxy<NodeJS.ProcessEnv>({}, { get: (_env, name) => void read.add(String(name)) });
  const loaded = loadSettings({ env, directory: 'config' });

  it('are on the page when the loader reads them, and only then', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual([...read].sort());
  });

  it('have the default of the setting that they set', () => {
    for (const { name, byDefault, sets } of rows.filter((row) => row.sets !== undefined)) {
      expect([name, byDefault]).toEqual([name, valueAt(loaded, sets ?? '')]);
    }
  });

  it('are in .env.example, commented out where they have no default', () => {
    const lines = readFileSync('.env.example', 'utf8').matchAll(/^(# ?)?([A-Z][A-Z0-9_]*)=(.*)$/gm);
    const example = [...lines].map(([, comment, name, value]) => [name, comment === undefined ? value : undefined]);
    expect(example).toEqual(rows.map(({ name, byDefault }) => [name, byDefault]));
  });
});

function asWritten(value: unknown): unknown {
  if (value === undefined) return 'none';
  return { value: typeof value === 'string' ? value : JSON.stringify(value) };
}

function valueAt(tree: object, path: string): string | undefined {
  const value: unknown = path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], tree);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
