import { once } from 'node:events';
import { Busboy } from '@fastify/busboy';
import fc from 'fast-check';
import { MultipartFraming } from '../../src/forwarding/uploads/framing.js';
import { readPartHead, type PartHead } from '../../src/forwarding/uploads/part-head.js';
import { BOUNDARY, CONTENT_TYPE, cut, file, form, text } from './forms.js';

type Part = Pick<PartHead, 'name' | 'fileName'> & { content: string };

/** What the gateway sees in a body; undefined where it refuses it. */
function readHere(chunks: readonly Buffer[]): Part[] | undefined {
  const parts: Part[] = [];
  const framing = new MultipartFraming(BOUNDARY, {
    head: (lines) => {
      const { name, fileName } = readPartHead(lines);
      parts.push({ name, ...(fileName !== undefined && { fileName }), content: '' });
    },
    content: (bytes) => {
      const part = parts.at(-1);
      if (part !== undefined) part.content += bytes.toString('latin1');
    },
    partEnd: () => undefined,
  });
  try {
    for (const chunk of chunks) framing.push(chunk);
    framing.end();
    return parts;
  } catch {
    return undefined;
  }
}

/** What a widely used reader sees. */
async function readElsewhere(body: Buffer): Promise<Part[]> {
  const parts: Part[] = [];
  const reader = new Busboy({
    headers: { 'content-type': CONTENT_TYPE },
    preservePath: true,
    isPartAFile: (_name, _type, fileName) => fileName !== undefined,
  });
  reader.on('field', (name, value) => {
    parts.push({ name, content: Buffer.from(value, 'utf8').toString('latin1') });
  });
  reader.on('file', (name, stream, fileName) => {
    const part: Part = { name, fileName, content: '' };
    parts.push(part);
    stream.on('data', (bytes: Buffer) => (part.content += bytes.toString('latin1')));
  });
  reader.end(body);
  await once(reader, 'finish');
  return parts;
}

const byName = (a: Part, b: Part): number => (a.name < b.name ? -1 : 1);

/** Pieces from which attacks on readers are made. */
const PIECES = [
  '\r\n',
  '\n',
  '\r',
  '--',
  `--${BOUNDARY}`,
  `\r\n--${BOUNDARY}\r\n`,
  `\r\n--${BOUNDARY}--`,
  'Content-Disposition: form-data; name="other"',
  '; name="other"',
  '; filename="a.exe"',
  "; filename*=utf-8''a.exe",
  'Content-Type: text/html',
  '"',
  ';',
  ':',
  ' ',
  '\\',
  '=',
  '%22',
  '',
];

const START = form(text('amount', '2500'), file('users', 'a.xlsx', { content: 'PK\u0003\u0004\r\nrows' }));

const change = fc.record({
  at: fc.nat(START.length),
  remove: fc.constantFrom(0, 0, 1, 2, 4),
  piece: fc.constantFrom(...PIECES),
});

describe('a form that the gateway lets through', () => {
  it('is read by another reader just like here, whatever was done to it', async () => {
    let accepted = 0;
    const places = fc.array(fc.nat(1000), { maxLength: 5 });
    const property = fc.asyncProperty(fc.array(change, { maxLength: 2 }), places, async (changes, cuts) => {
      let body = START;
      for (const { at, remove, piece } of changes) {
        body = Buffer.concat([body.subarray(0, at), Buffer.from(piece), body.subarray(at + remove)]);
      }
      const here = readHere(cut(body, cuts));
      expect(readHere([body])).toEqual(here);
      if (here === undefined) return;
      accepted += 1;
      expect((await readElsewhere(body)).sort(byName)).toEqual(here.sort(byName));
    });
    await fc.assert(property, { numRuns: 3000 });
    expect(accepted).toBeGreaterThan(100);
  });
});
