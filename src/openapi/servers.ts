import type { Settings } from '../config/settings.js';

interface Server {
  url: string;
  description: string;
  variables?: Record<string, { default: string; description: string }>;
}

type Profile = Settings['profile'];

/** Loopback by its number: it is where `npm start` listens, whatever `localhost` means on a machine. */
const USUAL: Readonly<Record<Profile, Server>> = {
  simulator: { url: 'http://127.0.0.1:8080', description: 'simulator: `npm start` on your own machine' },
  sandbox: placeholder('sandbox'),
  production: placeholder('production'),
};

/** One server for each profile; the running gateway's own comes first, where the settings know it. */
export function serversOf({ profile, publicUrl }: Pick<Settings, 'profile' | 'publicUrl'>): Server[] {
  const own = USUAL[profile];
  const others = Object.values(USUAL).filter((server) => server !== own);
  if (publicUrl === undefined) return [own, ...others];
  return [{ url: publicUrl.replace(/\/+$/, ''), description: `${profile}: this gateway` }, ...others];
}

function placeholder(profile: Profile): Server {
  return {
    url: 'https://{host}',
    description: `${profile}: where your gateway is reachable`,
    variables: { host: { default: `gateway.${profile}.example`, description: 'Setting `publicUrl` of that gateway' } },
  };
}
