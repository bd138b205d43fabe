import { existsSync, readFileSync } from 'node:fs';

const page = readFileSync('docs/threat-model.md', 'utf8');
const rows = page
  .slice(page.indexOf('## Threats'), page.indexOf('## What is accepted'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:-|Threat )/.test(line));

describe('docs/threat-model.md', () => {
  it.each(rows)('names a test for each threat: %s', (row) => {
    const named = [...row.matchAll(/`(test\/[^`]+)`/g)].map(([, path]) => path ?? '');

    expect(named).not.toEqual([]);
    for (const path of named) expect([path, existsSync(path)]).toEqual([path, true]);
  });

  it('has threats', () => {
    expect(rows.length).toBeGreaterThan(25);
  });
});
