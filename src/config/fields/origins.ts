import { Transform } from 'class-transformer';
import { ArrayUnique, IsArray, Matches } from 'class-validator';
import { stacked } from '../../common/decorators/stacked.js';

/** A scheme of its own is what apps have: `capacitor://localhost`, `ionic://localhost`, `app://com.example`. */
const ORIGIN = /^(\*|[a-z][a-z0-9+.-]*:\/\/[^/?#*@\s]+)$/i;

/** Texts as browsers write them in `Origin` (RFC 6454, section 6.2): lower case, punycode, no default port. */
export function Origins(): PropertyDecorator {
  return stacked(
    IsArray(),
    ArrayUnique(),
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(serialized) : value)),
    Matches(ORIGIN, { each: true, message: 'each origin must be scheme://host[:port] without a path' }),
  );
}

function serialized(value: unknown): unknown {
  if (typeof value !== 'string' || !ORIGIN.test(value) || !URL.canParse(value)) return value;
  const { origin } = new URL(value);
  // Of a scheme that it does not know, URL tells no origin.
  return origin === 'null' ? value.toLowerCase() : origin;
}
