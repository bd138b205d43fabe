import type { RouteTable, Row } from '../../src/routes/route.js';
import { sourceFiles } from './source-files.js';

export interface NamedRow {
  capability: string;
  name: string;
  row: Row;
  target: RouteTable['target'];
}

/** Every row of every `*.routes.ts` below src/modules; the capability is the folder. */
export async function allRows(): Promise<NamedRow[]> {
  const files = sourceFiles('src/modules', '.routes.ts');
  const tables = await Promise.all(files.map(async ({ path }) => ({ path, exported: await load(path) })));
  return tables.flatMap(({ path, exported }) =>
    Object.values(exported)
      .filter(isRouteTable)
      .flatMap(({ target, rows }) =>
        Object.entries(rows).map(([name, row]) => ({ capability: path.split('/')[2] ?? '', name, row, target })),
      ),
  );
}

async function load(path: string): Promise<Readonly<Record<string, unknown>>> {
  return (await import(`../../${path.replace(/\.ts$/, '.js')}`)) as Readonly<Record<string, unknown>>;
}

function isRouteTable(value: unknown): value is RouteTable {
  return typeof value === 'object' && value !== null && 'target' in value && 'rows' in value;
}
