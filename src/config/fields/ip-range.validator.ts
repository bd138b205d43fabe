import { isIP } from 'node:net';
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

function isIpRange(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [address = '', bits, ...more] = value.split('/');
  if (isIP(address) === 0 || more.length > 0) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (BITS[isIP(address)] ?? 0));
}
