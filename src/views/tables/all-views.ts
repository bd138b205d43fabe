import { childPath } from '../../common/broken-rules.js';
import { SettingsError, type WrongSetting } from '../../config/settings.error.js';
import type { Settings } from '../../config/settings.js';
import type { Capability } from '../../routes/route.js';
import { faultsOf, NAME, rowsById } from '../language/faults.js';
import type { Views } from '../language/view.js';
import { BUILT_IN_VIEWS } from './built-in.views.js';
import { ownViews } from './own.views.js';

/**
 * The views that are served: those of the gateway, and those of the settings.
 *
 * @throws SettingsError for one of the settings that is not fit to be served
 */
export function allViews(settings: Pick<Settings, 'views'>, capabilities: readonly Capability[]): Views {
  const rows = rowsById(capabilities);
  const builtIn: Views = BUILT_IN_VIEWS;
  for (const [name, view] of Object.entries(builtIn)) {
    const faults = faultsOf(view, rows);
    if (faults.length > 0) throw new Error(`view ${name}: ${JSON.stringify(faults)}`);
  }
  const own = ownViews(settings);
  const wrong = Object.entries(own).flatMap(([name, view]) => {
    const others = { ...builtIn, ...own, [name]: undefined };
    const isTaken = Object.values(others).some((other) => shapeOf(other?.path) === shapeOf(view.path));
    const path = `views.${name}`;
    const faults = [
      ...(NAME.test(name) ? [] : ['must be named by letters and digits']),
      ...(Object.hasOwn(builtIn, name) ? ['is a view of the gateway'] : []),
      ...(isTaken ? ['has the path of another view'] : []),
    ].map((message): WrongSetting => ({ path, message }));
    return [...faults, ...faultsOf(view, rows).map((fault) => ({ ...fault, path: childPath(path, fault.path) }))];
  });
  if (wrong.length > 0) throw new SettingsError(wrong);
  return { ...builtIn, ...own };
}

/** A path without the names of its parameters: two of one shape would be one door. */
function shapeOf(path = ''): string {
  return path.replaceAll(/:[A-Za-z]+/g, ':');
}
