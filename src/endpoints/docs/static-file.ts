import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasAlready } from '../../edge/entity-tag.js';
import { codingFor, type Coding } from './accept-encoding.js';

/** Brotli's best takes 10 s for the console's script; this takes half a second and is 3 % larger. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 8 } };
const NOT_MODIFIED = 304;

const ENCODERS: Readonly<Record<Coding, (content: Buffer) => Promise<Buffer>>> = {
  br: (content) => promisify(brotliCompress)(content, BROTLI),
  gzip: (content) => promisify(gzip)(content),
};

/** Content that is the same for everybody: compressed once for each coding, when it is first asked for. */
export class StaticFile {
  private readonly hash: string;
  private readonly encoded = new Map<Coding, Promise<Buffer>>();

  constructor(
    private readonly content: Buffer,
    private readonly headers: Readonly<Record<string, string>>,
  ) {
    this.hash = createHash('sha256').update(content).digest('base64url').slice(0, 22);
  }

  /** Conditional as in RFC 9110, section 13.1.2: a browser that has it already gets no body. */
  async send(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const coding = codingFor(request.headers['accept-encoding']);
    const etag = `"${this.hash}${coding === undefined ? '' : `-${coding}`}"`;
    void reply.headers({ ...this.headers, etag, vary: 'Origin, Accept-Encoding' });
    if (hasAlready(request.headers['if-none-match'], etag)) {
      void reply.status(NOT_MODIFIED).removeHeader('content-type').send();
      return;
    }
    if (coding !== undefined) void reply.header('content-encoding', coding);
    await reply.send(coding === undefined ? this.content : await this.encode(coding));
  }

  private encode(coding: Coding): Promise<Buffer> {
    const known = this.encoded.get(coding) ?? ENCODERS[coding](this.content);
    this.encoded.set(coding, known);
    return known;
  }
}
