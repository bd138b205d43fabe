import { readFileSync } from 'node:fs';
import { routeId } from '../../src/routes/prepared-route.js';
import { allRows } from '../conventions/route-tables.js';

const LINES = readFileSync('docs/payments.md', 'utf8').split('\n');

/** By row: what the page says that Migo is asked for. */
function told(): Map<string, string> {
  const cells = LINES.filter((line) => /^\| `[a-z-]+\./.test(line)).map((line) => line.split('|'));
  return new Map(
    cells.flatMap(([, names = '', asked = '']) =>
      [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']): [string, string] => [name, asked.trim()]),
    ),
  );
}

describe('the page about payments', () => {
  it('says of every operation that moves money, or has a look-up, what Migo is asked for', async () => {
    const rows = (await allRows())
      .filter(({ row }) => row.money === true || row.lookUp !== undefined)
      .map(({ capability, name, row }) => ({ id: routeId(capability, name), row }));
    expect([...told().keys()].sort()).toEqual(rows.map(({ id }) => id).sort());
    for (const { id, row } of rows)
      expect([id, told().get(id)?.startsWith('nothing')]).toEqual([id, row.lookUp === undefined]);
  });
});
