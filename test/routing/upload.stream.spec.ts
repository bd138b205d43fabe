import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { IsOptional, IsString, Matches } from 'class-validator';
import fc from 'fast-check';
import { otpPart } from '../../src/forwarding/uploads/boundary.js';
import { DOCUMENT, type Upload } from '../../src/routes/upload.js';
import { UploadStream } from '../../src/forwarding/uploads/upload-stream.js';
import {
  BOUNDARY,
  CLOSING,
  CONTENT_TYPE,
  cut,
  file,
  form,
  send,
  text,
  WORKBOOK_START,
  WORKBOOK_UPLOAD,
  XLSX,
} from './forms.js';

class RequestFields {
  @Matches(/^\d+$/)
  requestedAmount: string;

  @IsOptional()
  @IsString()
  observations?: string;

  @IsOptional()
  @Matches(/^\d{6}$/)
  otp?: string;
}

const REQUEST: Upload = { files: { evidence: DOCUMENT }, fields: RequestFields };
const EVIDENCE = file('evidence', 'boleta.pdf', { type: 'application/pdf', content: '%PDF-1.7' });
const cuts = fc.array(fc.nat(100_000), { maxLength: 30 });

describe('a form that keeps to the rules', () => {
  it('goes through byte for byte, however it is cut into chunks', async () => {
    const content = fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes));
    const property = fc.asyncProperty(content, cuts, async (bytes, places) => {
      const body = form(file('users', 'people.xlsx', { content: Buffer.concat([Buffer.from(WORKBOOK_START), bytes]) }));
      const { sent, error } = await send(cut(body, places));
      expect(error).toBeUndefined();
      expect(sent.equals(body)).toBe(true);
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it('may have texts where none are declared: Migo adds some without notice', async () => {
    const body = form(text('more', 'a'), file('users', 'people.xlsx', { content: WORKBOOK_START }));
    const { sent, error } = await send([body]);
    expect(error).toBeUndefined();
    expect(sent.equals(body)).toBe(true);
  });

  it('may have an empty preamble, which is a line break (RFC 2046, section 5.1.1)', async () => {
    const body = Buffer.concat([Buffer.from('\r\n'), form(file('users', 'people.xlsx', { content: WORKBOOK_START }))]);
    for (const chunks of [[body], cut(body, [1]), cut(body, [2, 3])]) {
      const { sent, error } = await send(chunks);
      expect(error).toBeUndefined();
      expect(sent.equals(body)).toBe(true);
    }
  });

  it('may hold what looks nearly like a boundary', async () => {
    const content = `${WORKBOOK_START}\r\n--\r\n--simple-boundar\r\n\r\n-${BOUNDARY}\r\n--`;
    const body = form(file('users', 'people.xlsx', { content }));
    const { sent, error } = await send(cut(body, [...body.keys()]));
    expect(error).toBeUndefined();
    expect(sent.equals(body)).toBe(true);
  });

  it('goes through as the platform’s own FormData writes it', async () => {
    const data = new FormData();
    data.append('requestedAmount', '2500');
    data.append('observations', 'Planilla de noviembre, línea\n2');
    data.append('evidence', new Blob(['%PDF-1.7'], { type: 'application/pdf' }), 'boleta "ñ".pdf');
    const request = new Request('http://gateway.test', { method: 'POST', body: data });
    const body = Buffer.from(await request.arrayBuffer());
    const contentType = request.headers.get('content-type') ?? '';
    const { sent, error } = await send([body], { upload: REQUEST, contentType });
    expect(error).toBeUndefined();
    expect(sent.equals(body)).toBe(true);
  });

  it.each([
    [
      'Go, curl and browsers',
      ['Content-Disposition: form-data; name="users"; filename="a b.xlsx"', `Content-Type: ${XLSX}`],
    ],
    [
      '.NET',
      [`Content-Type: ${XLSX}`, "Content-Disposition: form-data; name=users; filename=a.xlsx; filename*=utf-8''a.xlsx"],
    ],
    [
      'okhttp',
      ['Content-Disposition: form-data; name="users"; filename="a.XLSX"', `Content-Type: ${XLSX}`, 'Content-Length: 3'],
    ],
    [
      'Apache',
      [
        'Content-Disposition: form-data; name="users"; filename="a.xls"',
        'Content-Type: application/vnd.ms-excel',
        'Content-Transfer-Encoding: binary',
      ],
    ],
    [
      'one that does not know the type',
      ['content-disposition: form-data; name="users"; filename="a.xlsx"', 'content-type: application/octet-stream'],
    ],
    [
      '.NET, with a name in Spanish',
      [
        'Content-Type: application/octet-stream',
        'Content-Disposition: form-data; name=users; filename="=?utf-8?B?cGxhbmlsbGEgw7EueGxzeA==?="; filename*=utf-8\'\'planilla%20%C3%B1.xlsx',
      ],
    ],
    [
      'RestSharp, with a fallback',
      [
        'Content-Disposition: form-data; name="users"; filename="planilla _.xlsx"; filename*=UTF-8\'\'planilla%20%C3%B1.xlsx',
      ],
    ],
    [
      'one that writes the extended name first',
      ['Content-Disposition: form-data; name="users"; filename*=utf-8\'es\'planilla%20%C3%B1.xlsx; filename="p.xlsx"'],
    ],
    [
      'one that knows Latin letters only',
      [`Content-Disposition: form-data; name="users"; filename="x.xlsx"; filename*=iso-8859-1''a%F1o.xlsx`],
    ],
    [
      'Jakarta Mail',
      [
        'Content-Type: application/octet-stream',
        'Content-Disposition: form-data; name="users"; filename="=?UTF-8?Q?planilla_=C3=B1.xlsx?="',
      ],
    ],
    [
      'one that folds its words',
      ['Content-Disposition: form-data; name="users"; filename="=?UTF-8?Q?plani?= =?UTF-8?Q?lla=2Exlsx?="'],
    ],
    [
      'Go and old curl, with quotes in the name',
      ['Content-Disposition: form-data; name="users"; filename="the \\"new\\" rows.xlsx"'],
    ],
    ['Go, with a backslash in the name', ['Content-Disposition: form-data; name="users"; filename="a\\\\b.xlsx"']],
    ['Python, in UTF-8', ['Content-Disposition: form-data; name="users"; filename="planilla ñ.xlsx"']],
    [
      'PHP',
      ['content-disposition: form-data; name="users"; filename="a.xlsx"', 'content-length: 8', `content-type: ${XLSX}`],
    ],
    [
      'one in capitals',
      ['CONTENT-DISPOSITION: FORM-DATA; NAME="users"; FILENAME="A.XLSX"', `CONTENT-TYPE: ${XLSX.toUpperCase()}`],
    ],
    ['one without spaces', ['Content-Disposition:form-data;name="users";filename="a.xlsx"']],
    [
      'a mail library',
      ['MIME-Version: 1.0', 'Content-ID: <users>', 'Content-Disposition: form-data; name="users"; filename="a.xlsx"'],
    ],
    ['one that does not say the type', ['Content-Disposition: form-data; name="users"; filename="a.xlsx"']],
  ])('goes through with the headers of %s', async (_client, lines) => {
    expect((await send([form([lines, WORKBOOK_START])])).error).toBeUndefined();
  });

  it.each([
    [`multipart/form-data; boundary="${BOUNDARY}"`],
    [`Multipart/Form-Data;boundary=${BOUNDARY}`],
    [`multipart/form-data; boundary=${BOUNDARY}; charset=UTF-8`],
    [`multipart/form-data; charset=utf-8; boundary=${BOUNDARY}`],
    [`multipart/form-data; charset="UTF-8"; Boundary="${BOUNDARY}"`],
    [`MULTIPART/FORM-DATA; BOUNDARY=${BOUNDARY}`],
  ])('goes through with the content type %s', async (contentType) => {
    expect((await send([form(file('users', 'a.xlsx'))], { contentType })).error).toBeUndefined();
  });

  it.each([
    ['.NET', ['Content-Type: text/plain; charset=utf-8', 'Content-Disposition: form-data; name=requestedAmount']],
    [
      'Apache, in its default charset',
      [
        'Content-Disposition: form-data; name="requestedAmount"',
        'Content-Type: text/plain; charset=ISO-8859-1',
        'Content-Transfer-Encoding: 8bit',
      ],
    ],
    ['PHP', ['Content-Disposition: form-data; name="requestedAmount"', 'Content-Length: 4']],
    [
      'one that sends JSON',
      ['Content-Disposition: form-data; name="requestedAmount"', 'Content-Type: application/json'],
    ],
    [
      'one in capitals',
      ['CONTENT-DISPOSITION: form-data; NAME="requestedAmount"', 'CONTENT-TYPE: TEXT/PLAIN; CHARSET="UTF-8"'],
    ],
  ])('may have a text with the headers of %s', async (_client, lines) => {
    const body = form([lines, '2500'], EVIDENCE);
    expect(await send([body], { upload: REQUEST })).toEqual({ sent: body, error: undefined });
  });

  it('may leave out the line break after its last boundary', async () => {
    const body = form(file('users', 'a.xlsx')).subarray(0, -2);
    expect(await send([body])).toEqual({ sent: body, error: undefined });
  });

  it('may have texts that the gateway does not know, where it knows some', async () => {
    const body = form(text('requestedAmount', '2500'), text('addedByMigo', 'x'), text('constructor', 'x'), EVIDENCE);
    expect(await send([body], { upload: REQUEST })).toEqual({ sent: body, error: undefined });
  });
});

describe('a one-time code', () => {
  it('becomes the first part of the form', async () => {
    const body = form(text('requestedAmount', '2500'), EVIDENCE);
    const { sent, error } = await send(cut(body, [3, 40, 200]), { upload: REQUEST, otp: '123456' });
    expect(error).toBeUndefined();
    expect(sent.equals(form(text('otp', '123456'), text('requestedAmount', '2500'), EVIDENCE))).toBe(true);
    expect(sent.length - body.length).toBe(otpPart(BOUNDARY, '123456').length);
  });

  it.each(['otp', 'OTP'])('is refused beside a field %s of the client', async (name) => {
    const body = form(text('requestedAmount', '2500'), text(name, '654321'), EVIDENCE);
    const { sent, error } = await send([body], { upload: REQUEST, otp: '123456' });
    expect(error).toMatchObject({ code: 'validation_failed', options: { errors: [{ field: name }] } });
    expect(sent).toHaveLength(0);
  });

  it('may stand in the form where none is put in', async () => {
    const body = form(text('requestedAmount', '2500'), text('otp', '654321'), EVIDENCE);
    expect(await send([body], { upload: REQUEST })).toEqual({ sent: body, error: undefined });
  });

  it.each(['a'.repeat(65), '12 345', '12345\n', '1\r\n--x', ''])('that is none is refused: %j', (otp) => {
    expect(() => otpPart(BOUNDARY, otp)).toThrow(expect.objectContaining({ code: 'validation_failed' }));
  });
});

describe('what the upstream gets of a form that breaks a rule', () => {
  const broken: readonly [why: string, body: Buffer][] = [
    ['lacks a file', form(text('requestedAmount', '2500'))],
    ['has a wrong text', form(text('requestedAmount', 'much'), EVIDENCE)],
    ['has a file too many', form(text('requestedAmount', '2500'), EVIDENCE, file('more', 'a.pdf'))],
    ['goes on after its end', Buffer.concat([form(text('requestedAmount', '2500'), EVIDENCE), Buffer.from('x')])],
    ['was cut off', form(text('requestedAmount', '2500'), EVIDENCE).subarray(0, -5)],
  ];

  it.each(broken)('is never a whole body, where it %s', async (_why, body) => {
    const property = fc.asyncProperty(cuts, async (places) => {
      const { sent, error } = await send(cut(body, places), { upload: REQUEST });
      expect(error).toMatchObject({ name: 'Problem' });
      expect(sent.length).toBeLessThan(body.length);
      expect(body.subarray(0, sent.length).equals(sent)).toBe(true);
      expect(sent.includes(CLOSING)).toBe(false);
    });
    await fc.assert(property, { numRuns: 100 });
  });
});

describe('a large form', () => {
  const CHUNK = 65_536;
  const head = form(file('users', 'people.xlsx', { content: '' })).subarray(0, -CLOSING.length - 4);
  const size = 16 * 1_048_576;

  const chunkAt = (place: number): Buffer => {
    const chunk = Buffer.alloc(CHUNK, 'rows--');
    if (place === 0) chunk.write(WORKBOOK_START);
    return chunk;
  };

  /** As large as it may be, in chunks as a socket gives them. */
  function* largest(taken: (bytes: number) => void): Generator<Buffer> {
    yield head;
    for (let left = size; left > 0; left -= CHUNK) {
      taken(CHUNK);
      yield chunkAt(size - left);
    }
    yield Buffer.from(`\r\n${CLOSING.toString()}\r\n`);
  }

  it('is never in memory as a whole', async () => {
    let [taken, given, most] = [0, 0, 0];
    const checker = new UploadStream({ upload: WORKBOOK_UPLOAD, contentType: CONTENT_TYPE });
    Readable.from(
      largest((bytes) => (taken += bytes)),
      { highWaterMark: 1 },
    ).pipe(checker);
    for await (const chunk of checker) {
      given += (chunk as Buffer).length;
      most = Math.max(most, taken - given);
    }
    expect(taken).toBe(size);
    expect(given).toBeGreaterThan(size);
    expect(most).toBeLessThan(8 * CHUNK);
  });

  it('is not taken in faster than the upstream takes it', async () => {
    let taken = 0;
    const checker = new UploadStream({ upload: WORKBOOK_UPLOAD, contentType: CONTENT_TYPE });
    const source = Readable.from(
      largest((bytes) => (taken += bytes)),
      { highWaterMark: 1 },
    );
    source.pipe(checker);
    // Nobody reads: what is taken in comes to a stop.
    let before = -1;
    while (before !== taken) {
      before = taken;
      for (let turns = 0; turns < 100; turns += 1) await turn();
    }
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(8 * CHUNK);
    source.destroy();
    checker.destroy();
    await once(checker, 'close');
  });

  it('is refused as soon as it is too large, long before it ends', async () => {
    let taken = 0;
    function* tooLarge(): Generator<Buffer> {
      yield head;
      for (; taken < 2 * size; taken += CHUNK) yield chunkAt(taken);
    }
    const { error } = await send(tooLarge());
    expect(error).toMatchObject({
      code: 'payload_too_large',
      status: 413,
      options: { detail: 'The limit of users is 16777216 bytes.', errors: [{ field: 'users' }] },
    });
    expect(taken).toBeLessThan(size + 8 * CHUNK);
  });

  it('may be exactly as large as the limit, and not one byte larger', async () => {
    const small: Upload = {
      files: { users: { source: 'cms-api/bulk-uploads', maxBytes: 1000, types: { dat: [XLSX] } } },
    };
    const body = (bytes: number): Buffer => form(file('users', 'a.xlsx', { content: Buffer.alloc(bytes) }));
    expect((await send([body(1000)], { upload: small })).error).toBeUndefined();
    expect((await send([body(1001)], { upload: small })).error).toMatchObject({ code: 'payload_too_large' });
  });
});
