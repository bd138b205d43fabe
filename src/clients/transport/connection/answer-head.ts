const [TAB, LINE_FEED, CARRIAGE_RETURN, SPACE] = [0x09, 0x0a, 0x0d, 0x20];
const LINE_END = '\r\n';
export const END_OF_HEAD = '\r\n\r\n';
/** Of the status line: what is behind it may be a space and no reason. */
const STATUS_END = 'HTTP/1.1 200'.length;

/** Whether this begins with a whole head in which nothing is to be changed: of nearly all answers it does, and one look tells. */
export function isTidy(bytes: Buffer): boolean {
  const last = bytes.length - 1;
  for (let at = STATUS_END; at < last; at += 1) {
    if (bytes[at] !== LINE_FEED) continue;
    if (at - 2 > STATUS_END && isBlank(bytes[at - 2])) return false;
    const next = bytes[at + 1];
    if (next === CARRIAGE_RETURN) return true;
    if (isBlank(next)) return false;
  }
  return false;
}

/**
 * An answer with each field on one line, and no space behind its value. A field may go on in another line, which undici refuses,
 * and blanks are no part of a value (RFC 9112, sections 5.1 and 5.2): of `Content-Length`, undici takes one for a digit.
 */
export function tidied(bytes: Buffer): Buffer {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end === -1 || isTidy(bytes)) return bytes;
  const [status = '', ...lines] = bytes.toString('latin1', 0, end).split(LINE_END);
  let head = status;
  for (const line of lines) {
    const text = withoutBlanks(line);
    if (!isBlank(line.charCodeAt(0))) head += LINE_END + text;
    else if (text !== '') head += ` ${text}`;
  }
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes.subarray(end)]);
}

/** Around a line; by hand, because an expression would try each of many blanks anew. */
function withoutBlanks(line: string): string {
  let [from, to] = [0, line.length];
  while (from < to && isBlank(line.charCodeAt(from))) from += 1;
  while (from < to && isBlank(line.charCodeAt(to - 1))) to -= 1;
  return line.slice(from, to);
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}
