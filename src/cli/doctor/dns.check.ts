import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { codeOf } from '../../common/error-code.js';
import { failed, type Finding, ok } from './finding.js';
import { hostOf, type Place } from './place.js';

/** By the system's resolver, as the pool does it. */
export async function resolveHost({ url, setting }: Place): Promise<Finding> {
  const host = hostOf(url);
  if (isIP(host) !== 0) return ok(`${host} is an address`);
  try {
    const addresses = await lookup(host, { all: true });
    return ok(`${host}: ${addresses.map(({ address }) => address).join(', ')}`);
  } catch (error) {
    const code = codeOf(error) ?? 'no address';
    return failed(`${host} cannot be resolved (${code})`, `correct the host in ${setting}, or this machine's DNS`);
  }
}
