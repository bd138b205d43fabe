import { prepareView, type PreparedSection } from '../../src/views/language/prepared-view.js';
import { BUILT_IN_VIEWS } from '../../src/views/tables/built-in.views.js';
import { loadSettings } from '../../src/config/settings.loader.js';
import { CAPABILITIES } from '../../src/modules/capabilities.js';
import { prepareRoute, routeId, type PreparedRoute } from '../../src/routes/prepared-route.js';
import type { View, Views } from '../../src/views/language/view.js';

/** What a client of each view asks for at the foreign upstreams. */
const PATHS: Readonly<Record<string, string>> = {
  cardholder: '/cardholders/coop-xela-77/xe-1',
  card: '/cards/770001?userId=%2B50224865444',
  subscription: '/subscriptions/sub-xela-9',
  partner: '/partners/coop-xela-77',
  terminal: '/terminals/android%3A9f3c-77?authUserId=%2B50224865444',
  home: '/home?cardId=770001,770002&deviceId=android%3A9f3c-77',
};

export interface ForeignView {
  name: string;
  view: View;
  path: string;
  sections: readonly PreparedSection[];
}

const settings = loadSettings({ env: {}, directory: 'config' });
const routes = new Map<string, PreparedRoute>(
  CAPABILITIES.flatMap(({ capability, table: { target, rows } }) =>
    Object.entries(rows).map(([name, row]) => [
      routeId(capability, name),
      prepareRoute({ capability, name, row, target }, settings),
    ]),
  ),
);

function routeOf(id: string): PreparedRoute {
  const route = routes.get(id);
  if (route === undefined) throw new Error(id);
  return route;
}

/** Every view of the gateway, from its table. */
export const FOREIGN_VIEWS: readonly ForeignView[] = Object.entries(BUILT_IN_VIEWS as Views).map(([name, view]) => ({
  name,
  view,
  path: `/v1/views${PATHS[name] ?? view.path}`,
  sections: prepareView({ name, view, deadlineMs: undefined, routeOf }).sections,
}));

/** The foreign operation of a section's row. */
export function operationOf({ route: { row, upstreamPath } }: PreparedSection): string {
  // The Payments API's path is a setting, whose default is the public one without `/search`.
  const path = upstreamPath.startsWith('/transactions') ? '/transactions' : upstreamPath;
  return `${row.upstreamMethod ?? row.method} ${path.replaceAll(/:[A-Za-z]+/g, '{}')}`;
}
