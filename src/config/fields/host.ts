import { isIP } from 'node:net';
import { ValidateBy } from 'class-validator';

/** RFC 1123, section 2.1, and the underscore that some networks have. */
const NAME = /^\w[\w.-]{0,252}$/;

/** Where a listener listens: an address, or a name that leads to one. */
export function ListenHost(): PropertyDecorator {
  return ValidateBy({
    name: 'isListenHost',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && (isIP(value) !== 0 || NAME.test(value)),
      defaultMessage: () => '$property must be an IP address or a name: no scheme, no brackets, no port',
    },
  });
}
