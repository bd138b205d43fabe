import { readFileSync } from 'node:fs';

const FAMILIES: Readonly<Record<string, string>> = { URL: 'text', path: 'text' };
const VALUES = /^`[^`]*`(, `[^`]*`)*$/;

export interface DescribedSetting {
  path: string;
  type: string;
  /** A value; `none` where the page says that there is none; undefined where it says it in words. */
  byDefault: { value: string } | 'none' | undefined;
}

/** The rows of docs/settings.md, one for each path that its notation stands for. */
export function describedSettings(known: Iterable<string>): DescribedSetting[] {
  const paths = [...known];
  return rowsUnder('Setting').flatMap(([setting = '', type = '', byDefault = '']) => {
    const expanded = expand(codes(setting)[0] ?? setting, paths);
    const values = VALUES.test(byDefault) ? codes(byDefault) : [];
    if (values.length > 1 && values.length !== expanded.length)
      throw new Error(`${setting}: a default for each, or one`);
    return expanded.map((path, index) => ({
      path,
      type: FAMILIES[type] ?? type,
      byDefault: defaultAt(byDefault, values.length > 1 ? values[index] : values[0]),
    }));
  });
}

/** The rows of every table whose first column is headed so. */
export function rowsUnder(heading: string): string[][] {
  return readFileSync('docs/settings.md', 'utf8')
    .split(/\n{2,}/)
    .map((block) =>
      block
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map(cellsOf),
    )
    .filter(([head]) => head?.[0] === heading)
    .flatMap((table) => table.slice(2));
}

export function codes(cell: string): string[] {
  return [...cell.matchAll(/`([^`]*)`/g)].map(([, code = '']) => code);
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}

function defaultAt(cell: string, value: string | undefined): DescribedSetting['byDefault'] {
  if (value !== undefined) return { value };
  return cell === '–' ? 'none' : undefined;
}

/** `{a,b}` is both names; `*` is every name that the schema has at that place. */
function expand(pattern: string, known: readonly string[]): string[] {
  return pattern
    .split('.')
    .reduce<string[]>(
      (above, part) =>
        above.flatMap((path) => namesOf(part, path, known).map((name) => (path === '' ? name : `${path}.${name}`))),
      [''],
    );
}

function namesOf(part: string, above: string, known: readonly string[]): string[] {
  if (part !== '*') return part.startsWith('{') ? part.slice(1, -1).split(',') : [part];
  const children = known.filter((path) => path.startsWith(`${above}.`)).map((path) => path.slice(above.length + 1));
  return [...new Set(children.map((path) => path.split('.', 1)[0] ?? ''))];
}
