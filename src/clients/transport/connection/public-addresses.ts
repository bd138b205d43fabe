import { lookup, type LookupAddress, type LookupAllOptions, type LookupOptions } from 'node:dns';
import { lookup as lookupAll } from 'node:dns/promises';
import { BlockList, isIP, isIPv4 } from 'node:net';

/** Networks that are not on the internet: IANA's special-purpose registries (RFC 6890), multicast included. */
const SPECIAL_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Azure's platform, which no registry has: it gives every machine there its settings.
  '168.63.129.16/32',
];
/** Of 2001::/23 some are on the internet: of relays, name servers and identifiers, none of an upstream. 6to4 hides an IPv4 address. */
const SPECIAL_V6 = [
  '::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '100:0:0:1::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];
const LOOPBACK = ['127.0.0.0/8', '::1'];
/** Prefixes under which an IPv4 address hides (RFC 4291, section 2.5.5.2; RFC 6052), and their length. */
const EMBEDDING = ['::ffff:', '64:ff9b::'];
const EMBEDDING_BITS = 96;
/** RFC 6761, section 6.3. */
const LOCAL_NAME = /(^|\.)localhost$/i;

const SPECIAL = networksOf([...SPECIAL_V4, ...SPECIAL_V4.flatMap(embedded), ...SPECIAL_V6]);

type Callback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;
type Lookup = (hostname: string, options: LookupOptions, callback: Callback) => void;
type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/** A name that leads to where no upstream is: into the house, or to the metadata service of a cloud. */
class ForbiddenAddressError extends Error {
  readonly code = 'ERR_ADDRESS_NOT_ALLOWED';

  constructor(hostname: string, addresses: readonly LookupAddress[]) {
    const told = addresses.map(({ address }) => address).join(', ');
    super(`${hostname} resolves to ${told}, which is not public: allowedNetworks of the upstream does not have it`);
    this.name = 'ForbiddenAddressError';
  }
}

/**
 * A look-up of names that gives public addresses only, and those that the settings allow: who can change a name must not
 * reach other machines with an upstream's credential (OWASP: server-side request forgery). An address that is written in the
 * settings instead of a name is not looked up.
 */
export function publicLookup(allowedNetworks: readonly string[], resolve: Resolve = lookup): Lookup {
  const allowed = networksOf(allowedNetworks);
  const allowedLocally = networksOf([...allowedNetworks, ...LOOPBACK]);
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const exceptions = LOCAL_NAME.test(hostname) ? allowedLocally : allowed;
      const good = addresses.filter(({ address }) => !has(SPECIAL, address) || has(exceptions, address));
      const [first] = good;
      if (first === undefined) callback(new ForbiddenAddressError(hostname, addresses), []);
      else if (options.all === true) callback(null, good);
      else callback(null, first.address, first.family);
    });
  };
}

/** Where a name leads, by the same rules; by none where nothing is said of networks. @throws Error as the look-up has it */
export function resolved(hostname: string, allowedNetworks: readonly string[] | undefined): Promise<LookupAddress[]> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 || allowedNetworks === undefined) return lookupAll(host, { all: true });
  return new Promise((resolve, reject) => {
    publicLookup(allowedNetworks)(host, { all: true }, (error, addresses) => {
      if (error !== null) reject(error);
      else resolve(Array.isArray(addresses) ? addresses : []);
    });
  });
}

function has(networks: BlockList, address: string): boolean {
  return networks.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

function networksOf(ranges: readonly string[]): BlockList {
  const networks = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) networks.addAddress(network, family);
    else networks.addSubnet(network, Number(bits), family);
  }
  return networks;
}

function embedded(range: string): string[] {
  const [network = '', bits] = range.split('/');
  return EMBEDDING.map((prefix) => `${prefix}${network}/${EMBEDDING_BITS + Number(bits)}`);
}
