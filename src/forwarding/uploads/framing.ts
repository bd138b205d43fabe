import { Problem } from '../../problems/problem.js';

/** Told of a body's parts in their order. */
export interface PartVisitor {
  /** The header lines of a part, without the empty one at their end. */
  head(lines: Buffer): void;
  /** The next piece of that part's content; may be empty. */
  content(bytes: Buffer): void;
  partEnd(): void;
}

/** A file name of 255 bytes fits in, also where it is written twice, and once with an escape for every byte. */
const MAX_HEAD_BYTES = 4096;

const CRLF = Buffer.from('\r\n');
const DASHES = Buffer.from('--');
const BLANK_LINE = Buffer.from('\r\n\r\n');

/** The multipart body is not one that every reader takes alike. */
export function malformed(what: string): Problem {
  return new Problem('validation_failed', { errors: [{ code: 'multipart', message: `the multipart body ${what}` }] });
}

/**
 * Finds the parts of a multipart body (RFC 2046, section 5.1) as it comes along, and keeps nothing but what may turn out to
 * be a boundary or an unfinished head.
 *
 * Only the plainest form passes: what one reader takes for a boundary and another for content, would let a file through that
 * nobody looked at. So there is no text before the first boundary and nothing after the last one, a boundary has a line of
 * its own, and no part's content has the boundary in it anywhere.
 *
 * @throws Problem `validation_failed`
 */
export class MultipartFraming {
  private readonly delimiter: Buffer;
  private place: 'start' | 'boundary' | 'delimiter' | 'head' | 'content' | 'closed' = 'start';
  private rest: Buffer = Buffer.alloc(0);

  constructor(
    boundary: string,
    private readonly visitor: PartVisitor,
  ) {
    this.delimiter = Buffer.from(`--${boundary}`, 'latin1');
  }

  /** Whether the last boundary was seen. */
  get closed(): boolean {
    return this.place === 'closed';
  }

  push(chunk: Buffer): void {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    while (this.advance()) continue;
    // A copy: a few bytes must not hold on to a whole chunk.
    this.rest = Buffer.from(this.rest);
  }

  end(): void {
    if (!this.closed) throw malformed('ends before its last boundary');
    if (this.rest.length === 1) throw malformed('goes on after its last boundary');
  }

  /** Reads one thing from `rest`; false where more bytes are needed for it. */
  private advance(): boolean {
    switch (this.place) {
      case 'start':
        return this.readPreamble();
      case 'boundary':
        return this.readBoundary();
      case 'delimiter':
        return this.readEndOfDelimiter();
      case 'head':
        return this.readHead();
      case 'content':
        return this.readContent();
      case 'closed':
        if (this.rest.length > 2 || !CRLF.subarray(0, this.rest.length).equals(this.rest)) {
          throw malformed('goes on after its last boundary');
        }
        return false;
    }
  }

  /** It may be empty, which is a line break (RFC 2046, section 5.1.1). Text in it some readers would take for a part. */
  private readPreamble(): boolean {
    if (this.rest.length < CRLF.length) return false;
    return this.moveTo('boundary', this.rest.subarray(0, CRLF.length).equals(CRLF) ? CRLF.length : 0);
  }

  private readBoundary(): boolean {
    const { length } = this.delimiter;
    if (this.rest.length < length) return false;
    if (!this.rest.subarray(0, length).equals(this.delimiter)) throw malformed('must begin with its boundary');
    return this.moveTo('delimiter', length);
  }

  private readEndOfDelimiter(): boolean {
    if (this.rest.length < 2) return false;
    const end = this.rest.subarray(0, 2);
    if (end.equals(CRLF)) return this.moveTo('head', 2);
    if (end.equals(DASHES)) return this.moveTo('closed', 2);
    throw malformed('has a boundary that goes on');
  }

  private readHead(): boolean {
    const end = this.rest.indexOf(BLANK_LINE);
    if (end > MAX_HEAD_BYTES || (end === -1 && this.rest.length > MAX_HEAD_BYTES + BLANK_LINE.length)) {
      throw malformed(`has a part whose headers are longer than ${MAX_HEAD_BYTES} bytes`);
    }
    if (end === -1) return false;
    this.visitor.head(this.rest.subarray(0, end));
    return this.moveTo('content', end + BLANK_LINE.length);
  }

  private readContent(): boolean {
    const at = this.rest.indexOf(this.delimiter);
    if (at !== -1) {
      const end = at - CRLF.length;
      if (end < 0 || !this.rest.subarray(end, at).equals(CRLF)) throw malformed('has its boundary inside of a line');
      this.visitor.content(this.rest.subarray(0, end));
      this.visitor.partEnd();
      return this.moveTo('delimiter', at + this.delimiter.length);
    }
    // The line break in front of a boundary belongs to it.
    const sure = this.rest.length - (CRLF.length + this.delimiter.length - 1);
    if (sure > 0) {
      this.visitor.content(this.rest.subarray(0, sure));
      this.rest = this.rest.subarray(sure);
    }
    return false;
  }

  private moveTo(place: MultipartFraming['place'], taken: number): true {
    this.place = place;
    this.rest = this.rest.subarray(taken);
    return true;
  }
}
