import type { Settings } from '../config/settings.js';

interface Server {
  url: string;
  description: string;
  variables?: Record<string, { default: string }>;
}

type Profile = Settings['profile'];

const PROFILES: readonly Profile[] = ['simulator', 'sandbox', 'production'];

/**
 * The running gateway first: by its public address, or else relative to the document, on whatever port that was read. Then
 * those that the settings name, or places for one of each other profile.
 */
export function serversOf({ profile, publicUrl, docs }: Pick<Settings, 'profile' | 'publicUrl' | 'docs'>): Server[] {
  const own = { url: withoutSlash(publicUrl ?? '') || '/', description: `${profile}: this gateway` };
  const named = docs.servers.map(({ url, description = url }) => ({ url: withoutSlash(url), description }));
  return [own, ...(named.length > 0 ? named : PROFILES.filter((other) => other !== profile).map(placeholder))];
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function placeholder(profile: Profile): Server {
  return {
    url: 'https://{host}',
    description: `${profile}: where your gateway is reachable (its setting \`publicUrl\`)`,
    // No description: OpenAPI has one for variables (4.8.6), and swagger-parser refuses it by a schema that misspells it.
    variables: { host: { default: `gateway.${profile}.example` } },
  };
}
