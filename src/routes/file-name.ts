const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
/** Begins another segment, or ends the line. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[/\\\u0000-\u001f\u007f]/;
/** Bytes that no UTF-8 has: how a slash is spelt longer than it is (RFC 3629, section 10). */
const OVERLONG = /%c[01]/i;
const ESCAPE = /%(?:u00)?([\da-f]{2})/gi;
/** A folder to readers that cut off what is behind: `..;x`, `..%20`. */
const FOLDER = /^[. ]*(?:[;?#]|$)/;

/** Whether a name is one segment of a path to every reader, also to one that decodes it once more, and again. */
export function isFileName(name: string): boolean {
  if (CONTROL.test(name)) return false;
  let reading = name;
  for (;;) {
    if (UNSAFE.test(reading) || OVERLONG.test(reading) || FOLDER.test(reading)) return false;
    const next = reading.replace(ESCAPE, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    if (next === reading) return true;
    reading = next;
  }
}
