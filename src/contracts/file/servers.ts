import { textField } from '../../common/json.js';
import { UPSTREAMS } from '../../clients/upstreams.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';

const LOCAL = ['localhost', '127.0.0.1'];

/**
 * What is wrong with the servers of a file. They never say where requests go: that is `baseUrl` of the settings. One that is not
 * this upstream's is refused all the same, because the file is then one of something else.
 */
export function wrongServers(upstream: UpstreamName, servers: unknown, baseUrl = 'http://localhost'): string[] {
  if (!Array.isArray(servers)) return ['servers is not a list'];
  const hosts = new Set([...UPSTREAMS[upstream].hosts, ...LOCAL, new URL(baseUrl).hostname]);
  return servers.flatMap((server: unknown, index) => {
    const url = textField(server, 'url') ?? '//';
    const isOwn = URL.canParse(url, baseUrl) && hosts.has(new URL(url, baseUrl).hostname);
    return isOwn ? [] : [`servers[${index}] is no address of this upstream: ${[...hosts].join(', ')}, or a path`];
  });
}
