import type { WrongSetting } from '../config/settings.error.js';

/** What is told of a setting for the id of a row that there is not. */
export function noSuchRow(path: string, id: string): WrongSetting {
  return { path: `${path}.${id}`, message: 'is no row: /ops/routes has their ids' };
}
