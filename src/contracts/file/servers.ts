import { isRecord, type JsonObject } from '../../common/json.js';
import { UPSTREAMS } from '../../clients/upstreams.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import type { ContractFaults } from './faults.js';

const LOCAL = ['localhost', '127.0.0.1'];
const RELATIVE = /^\/(?!\/)[A-Za-z0-9._~/-]*$/;

/** What is said of its servers in a file. */
interface FileServers {
  upstream: UpstreamName;
  document: JsonObject;
}

/**
 * A file never says where requests go: that is `baseUrl` of the settings. A server that is not this upstream's is refused
 * all the same, because the file is then one of something else.
 */
export function checkServers(
  { upstream, document }: FileServers,
  baseUrl: string | undefined,
  faults: ContractFaults,
): void {
  const servers = document['servers'] ?? [];
  if (!Array.isArray(servers)) {
    faults.add('servers is not a list');
    return;
  }
  const own = baseUrl === undefined ? [] : [new URL(baseUrl).hostname];
  const hosts = new Set([...UPSTREAMS[upstream].hosts, ...LOCAL, ...own]);
  servers.forEach((server: unknown, index) => {
    const url = isRecord(server) ? server['url'] : undefined;
    if (typeof url !== 'string' || !(RELATIVE.test(url) || hosts.has(hostOf(url) ?? ''))) {
      faults.add(`servers[${index}] is no address of this upstream: ${[...hosts].join(', ')}, or a path`);
    }
  });
}

function hostOf(url: string): string | undefined {
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url).hostname : undefined;
}
