import type { UpstreamTransport } from '../../clients/transport/upstream-transport.js';
import { codeOf } from '../../common/error-code.js';
import { failed, type Finding, ok } from './finding.js';
import { hostOf, type Place } from './place.js';
import { faultFinding } from './tls-fault.finding.js';

/** By the system's resolver and the rules for addresses, as the pool does it. */
export async function resolveHost(
  transport: Pick<UpstreamTransport, 'resolve'>,
  { url, setting }: Place,
): Promise<Finding> {
  const host = hostOf(url);
  try {
    const addresses = await transport.resolve();
    return ok(`${host}: ${addresses.map(({ address }) => address).join(', ')}`);
  } catch (error) {
    const known = faultFinding(error, setting);
    if (known !== undefined) return known;
    const code = codeOf(error) ?? 'no address';
    return failed(`${host} cannot be resolved (${code})`, `correct the host in ${setting}, or this machine's DNS`);
  }
}
