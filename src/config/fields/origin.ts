import { Transform } from 'class-transformer';

/** A scheme of its own is what apps have: `capacitor://localhost`, `ionic://localhost`, `app://com.example`. */
export const ORIGIN = /^(\*|[a-z][a-z0-9+.-]*:\/\/[^/?#*@\s]+)$/i;

/** Texts as browsers write them in `Origin` (RFC 6454, section 6.2): lower case, punycode, no default port. */
export function AsOrigins(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(serialized) : value));
}

function serialized(value: unknown): unknown {
  if (typeof value !== 'string' || !ORIGIN.test(value) || !URL.canParse(value)) return value;
  const { origin } = new URL(value);
  // Of a scheme that it does not know, URL tells no origin.
  return origin === 'null' ? value.toLowerCase() : origin;
}
