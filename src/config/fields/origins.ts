import { Transform } from 'class-transformer';
import { ArrayUnique, IsArray, ValidateBy } from 'class-validator';
import { stacked } from '../../common/decorators/stacked.js';

/** A scheme of its own is what apps have: `capacitor://localhost`, `ionic://localhost`, `app://com.example`. */
const ORIGIN = /^(\*|[a-z][a-z0-9+.-]*:\/\/[^/?#*@\s]+)$/i;

/** Texts as browsers write them in `Origin` (RFC 6454, section 6.2): lower case, punycode, no default port. */
export function Origins(): PropertyDecorator {
  return stacked(
    IsArray(),
    ArrayUnique(),
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(serialized) : value)),
    ValidateBy(
      {
        name: 'isOrigin',
        validator: {
          validate: isOrigin,
          defaultMessage: () => 'each origin must be scheme://host[:port] without a path',
        },
      },
      { each: true },
    ),
  );
}

function isOrigin(value: unknown): value is string {
  return typeof value === 'string' && ORIGIN.test(value) && (value === '*' || URL.canParse(value));
}

function serialized(value: unknown): unknown {
  if (!isOrigin(value) || value === '*') return value;
  const { origin } = new URL(value);
  // Of a scheme that it does not know, URL tells no origin.
  return origin === 'null' ? value.toLowerCase() : origin;
}
