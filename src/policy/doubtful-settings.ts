import type { KnownScopes } from '../auth/service-tokens/known-scopes.js';
import { endingCertificates, untimelyCertificates } from '../config/rules/tls.rules.js';
import type { WrongSetting } from '../config/settings.error.js';
import type { Settings } from '../config/settings.js';

const ANY_ORIGIN = '*';

/** Settings that are well formed and yet likely mistaken: told at start and by the doctor, and no reason to refuse to start. */
export function doubtsOf(
  settings: Pick<Settings, 'partners' | 'upstreams' | 'redis' | 'admin'>,
  scopes: Pick<KnownScopes, 'names'>,
): readonly WrongSetting[] {
  return [...untimelyCertificates(settings), ...endingCertificates(settings), ...doubtsOfPartners(settings, scopes)];
}

function doubtsOfPartners(
  { partners }: Pick<Settings, 'partners'>,
  scopes: Pick<KnownScopes, 'names'>,
): readonly WrongSetting[] {
  const all = partners.flatMap(({ origins }) => [...new Set(origins)]);
  return partners.flatMap(({ origins, operatorScopes, clients }, index) => {
    const unknown = (path: string, asked: readonly string[]): WrongSetting[] =>
      asked
        .filter((scope) => !scopes.names(scope))
        .map((scope) => ({ path, message: `no operation asks for the scope ${scope}: is it misspelt?` }));
    const shared = origins.filter((one) => one !== ANY_ORIGIN && all.filter((other) => other === one).length > 1);
    return [
      ...unknown('operatorScopes', operatorScopes),
      ...clients.flatMap((client, place) => unknown(`clients[${place}].scopes`, client.scopes)),
      ...shared.map((origin) => ({
        path: 'origins',
        message: `${origin} is another partner's too: pages there must name their partner`,
      })),
    ].map(({ path, message }) => ({ path: `partners[${index}].${path}`, message }));
  });
}
