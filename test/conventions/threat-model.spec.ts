import { existsSync, readdirSync, readFileSync } from 'node:fs';

const page = readFileSync('docs/threat-model.md', 'utf8');
const rows = page
  .slice(page.indexOf('## Threats'), page.indexOf('## What is accepted'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:-|Threat )/.test(line));

const testsOf = (row: string): string[] => [...row.matchAll(/`(test\/[^`]+)`/g)].map(([, path]) => path ?? '');

describe('docs/threat-model.md', () => {
  it.each(rows)('names a test for each threat: %s', (row) => {
    const named = testsOf(row);

    expect(named).not.toEqual([]);
    for (const path of named) expect([path, existsSync(path)]).toEqual([path, true]);
  });

  it('names each file of test/attacks', () => {
    const attacks = readdirSync('test/attacks').map((file) => `test/attacks/${file}`);
    const named = new Set(rows.flatMap(testsOf));

    expect(attacks.filter((path) => !named.has(path))).toEqual([]);
    expect(attacks.length).toBeGreaterThan(30);
  });

  it('has threats', () => {
    expect(rows.length).toBeGreaterThan(25);
  });
});
