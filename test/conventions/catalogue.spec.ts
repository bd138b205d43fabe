import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueEntry } from '../../src/problems/catalogue.entry.js';
import { CATALOGUE, catalogueEntry, type ProblemCode } from '../../src/problems/catalogue.js';
import { retryAdvice } from '../../src/problems/retry-advice.js';
import { ROOT, sourceFiles } from './source-files.js';

const CATALOGUE_FILES = 'src/problems/catalogue.';
const PAGE = join(ROOT, 'docs/errors.md');

const entries: [code: string, entry: CatalogueEntry][] = Object.entries(CATALOGUE);
const codes = entries.map(([code]) => code);
const known = codes.filter((code): code is ProblemCode => code in CATALOGUE);

describe('the error catalogue', () => {
  it('has no code that nothing ever answers with', () => {
    const text = sourceFiles('src')
      .filter(({ path }) => !path.startsWith(CATALOGUE_FILES))
      .map((file) => file.text)
      .join('\n');
    expect(codes.filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });

  it('names codes that clients can compare: snake case, but for the ones of Migo', () => {
    const odd = codes.filter((code) => !/^[a-z]+(_[a-z]+)*$/.test(code));
    expect(odd).toEqual(['FORBIDDEN']);
  });

  it.each(entries)('%s has an error status, a title and advice', (_code, { status, title, advice, fixedBy }) => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title).toMatch(/^\p{Lu}.*[^.]$/u);
    expect(advice).toMatch(/^\p{Lu}.*\.$/su);
    expect(['caller', 'partner', 'operations', 'migo']).toContain(fixedBy);
  });

  it.each(known)('%s tells its cause, and when to try again', (code) => {
    expect(catalogueEntry(code).cause).toMatch(/^\p{Lu}.*\.$/u);
    expect(retryAdvice(code)).toMatch(/^\p{Lu}.*\.$/u);
    if (catalogueEntry(code).retryable) expect(retryAdvice(code)).not.toMatch(/^(Not|Never)/);
  });

  it('never calls an unknown outcome retryable, nor a request that must be changed first', () => {
    expect(catalogueEntry('outcome_unknown').retryable).toBe(false);
    const retryable = entries.filter(([code, entry]) => entry.retryable && code !== 'idempotency_in_progress');
    expect(retryable.filter(([, { status }]) => status < 500 && ![408, 429].includes(status))).toEqual([]);
  });
});

describe('docs/errors.md', () => {
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
  // The formatter pads the cells.
  const rows = [...page.matchAll(/^\| `(?<code>[^`]+)` *\|(?<cells>.*)$/gm)].map(({ groups }) => ({
    code: groups?.['code'] ?? '',
    cells: (groups?.['cells'] ?? '').split('|').map((cell) => cell.trim()),
  }));

  it('has a row for every code and for no other', () => {
    expect(rows.map(({ code }) => code).sort()).toEqual([...codes].sort());
  });

  it.each(known)('gives for %s its status, cause, who fixes it, and when to try again', (code) => {
    const { status, cause, fixedBy, retryable } = catalogueEntry(code);
    const { cells = [] } = rows.find((row) => row.code === code) ?? {};
    expect(cells).toEqual(
      expect.arrayContaining([String(status), cause, fixedBy, retryable ? 'yes' : 'no', retryAdvice(code)]),
    );
  });
});
