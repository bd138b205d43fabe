import { SettingsError } from '../config/settings.error.js';
import type { Settings } from '../config/settings.js';
import { noSuchRow } from './no-such-row.js';
import { routeId } from './prepared-route.js';
import type { Capability } from './route.js';

/**
 * `others` are ids of what is made of rows.
 *
 * @throws SettingsError for times of a row that is neither in a table nor imported
 */
export function checkRowTimes(
  { routes }: Pick<Settings, 'routes'>,
  capabilities: readonly Capability[],
  others: readonly string[] = [],
): void {
  const known = new Set([
    ...capabilities.flatMap(({ capability, table }) =>
      Object.keys(table.rows).map((name) => routeId(capability, name)),
    ),
    ...others,
  ]);
  const wrong = [...routes.keys()].filter((id) => !known.has(id)).map((id) => noSuchRow('routes', id));
  if (wrong.length > 0) throw new SettingsError(wrong);
}
