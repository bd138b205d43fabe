import { childPath } from '../../common/broken-rules.js';
import type { WrongSetting } from '../settings.error.js';

/** What of a document is no setting whatever the settings are: an alias within what it stands for, and what JavaScript has in every object. */
export function treeFaults(value: unknown, path = '', above: readonly unknown[] = []): WrongSetting[] {
  if (typeof value !== 'object' || value === null) return [];
  if (above.includes(value)) return [{ path, message: 'is an alias of what it stands in' }];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = childPath(path, key);
    return key in Object.prototype
      ? [{ path: at, message: 'is not a setting' }]
      : treeFaults(item, at, [...above, value]);
  });
}
