import { BlockList, isIP } from 'node:net';
import { ValidateBy, type ValidationOptions } from 'class-validator';

const BITS: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

/** An IP address, or a network such as `10.0.0.0/8`. */
export function IsIpRange(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isIpRange',
      validator: {
        validate: isIpRange,
        defaultMessage: () =>
          'each must be an IP address or a network in CIDR notation, and not the whole internet (/0)',
      },
    },
    options,
  );
}

/** Networks of which nobody can have all hosts: of the internet half and more, and what few could be proxies. */
const FEWEST_BITS: Readonly<Record<number, number>> = { 4: 8, 6: 16 };

/** Of one's own network or link, however large (RFC 4193, section 3.1; RFC 4291, section 2.5.6). */
const LOCAL = /^f(?:[cd]..|e[89ab].):/i;
const LOCAL_BITS = 7;

/** `::ffff:0:0/96`: addresses of IPv4 as those of IPv6 (RFC 4291, section 2.5.5.2). */
const MAPPED_BITS = 96;
const MAPPED = new BlockList();
MAPPED.addSubnet('::ffff:0:0', MAPPED_BITS, 'ipv6');

/** Networks that are not so large that nearly everybody is in them. */
export function IsNarrowRange(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isNarrowRange',
      validator: {
        validate: isNarrow,
        defaultMessage: () => 'each must be narrower: nearly everybody would be believed',
      },
    },
    options,
  );
}

/** Of what is no range nothing is said here. */
function isNarrow(value: unknown): boolean {
  if (typeof value !== 'string' || !isIpRange(value)) return true;
  const [address = '', bits] = value.split('/');
  if (bits === undefined || (LOCAL.test(address) && Number(bits) >= LOCAL_BITS)) return true;
  const isMapped = isIP(address) === 6 && Number(bits) >= MAPPED_BITS && MAPPED.check(address, 'ipv6');
  return isMapped
    ? Number(bits) - MAPPED_BITS >= (FEWEST_BITS[4] ?? 0)
    : Number(bits) >= (FEWEST_BITS[isIP(address)] ?? 0);
}

function isIpRange(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [address = '', bits, ...more] = value.split('/');
  if (isIP(address) === 0 || more.length > 0) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (BITS[isIP(address)] ?? 0));
}
