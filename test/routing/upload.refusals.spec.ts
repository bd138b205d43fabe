import { Type } from 'class-transformer';
import { IsOptional, IsPositive, MaxLength } from 'class-validator';
import { Problem } from '../../src/problems/problem.js';
import { boundaryOf } from '../../src/forwarding/uploads/boundary.js';
import { DOCUMENT, type Upload } from '../../src/routes/upload.js';
import { BOUNDARY, cut, file, form, type PartText, send, text, WORKBOOK_START, XLSX } from './forms.js';

class RequestFields {
  @Type(() => Number)
  @IsPositive()
  requestedAmount: number;

  @IsOptional()
  @MaxLength(10)
  observations?: string;
}

const REQUEST: Upload = { files: { evidence: DOCUMENT }, fields: RequestFields };
const AMOUNT = text('requestedAmount', '2500.50');
const EVIDENCE = file('evidence', 'boleta.pdf', { type: 'application/pdf', content: '%PDF-1.7' });

/** The compound file of Excel 97, and of a workbook with a password. */
const OLD_WORKBOOK = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0x00]);

/** What a client must not find again in an answer. */
const SECRET = 'SECRET4532010000051001';

async function problemOf(body: Buffer, upload?: Upload): Promise<Problem> {
  const { error, sent } = await send([body], upload === undefined ? {} : { upload });
  expect(sent).toHaveLength(0);
  if (!(error instanceof Problem)) throw new Error('the form went through');
  expect(JSON.stringify([error.message, error.options])).not.toContain(SECRET);
  return error;
}

async function fieldsOf(body: Buffer, upload?: Upload): Promise<unknown> {
  const { code, options } = await problemOf(body, upload);
  return [code, ...(options.errors ?? []).map((error) => `${error.field ?? '-'}: ${error.code}`)];
}

describe('the fields of a form', () => {
  it('must be there', async () => {
    expect(await fieldsOf(form(EVIDENCE), REQUEST)).toEqual(['validation_failed', 'requestedAmount: isPositive']);
    expect(await fieldsOf(form(AMOUNT), REQUEST)).toEqual(['validation_failed', 'evidence: isDefined']);
    expect(await fieldsOf(form())).toEqual(['validation_failed', 'users: isDefined']);
  });

  it('are named all at once, where they are missing or wrong', async () => {
    const body = form(text('requestedAmount', SECRET), text('observations', SECRET));
    const wrong = ['evidence: isDefined', 'requestedAmount: isPositive', 'observations: maxLength'];
    expect(await fieldsOf(body, REQUEST)).toEqual(['validation_failed', ...wrong]);
  });

  it.each([
    ['a file twice', form(AMOUNT, EVIDENCE, EVIDENCE), 'evidence: isUnique'],
    ['a text twice', form(AMOUNT, AMOUNT, EVIDENCE), 'requestedAmount: isUnique'],
    ['an unknown text twice', form(AMOUNT, EVIDENCE, text('more', 'a'), text('More', 'b')), 'More: isUnique'],
    ['a text and a file of one name', form(AMOUNT, EVIDENCE, text('Evidence', 'a')), 'Evidence: isUnique'],
    ['a file that is not known', form(AMOUNT, EVIDENCE, file('more', 'a.pdf')), 'more: unknownField'],
    ['a file for a text', form(file('requestedAmount', 'a.pdf'), EVIDENCE), 'requestedAmount: unknownField'],
    ['a text for a file', form(AMOUNT, text('evidence', SECRET)), 'evidence: isFile'],
    ['a text that is too long', form(text('more', 'x'.repeat(16_385))), 'more: maxLength'],
    [
      'a text of Latin letters',
      form([[...text('more', '')[0], 'Content-Type: text/plain; charset=ISO-8859-1'], Buffer.from('ñ', 'latin1')]),
      'more: isUtf8',
    ],
    ['a text that is not UTF-8', form([text('more', '')[0], Buffer.from([0xc3, 0x28])]), 'more: isUtf8'],
  ])('are not %s', async (_what, body, wrong) => {
    expect(await fieldsOf(body, REQUEST)).toEqual(['validation_failed', wrong]);
  });

  it('are not looked for on the prototype of anything', async () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
      expect(await fieldsOf(form(file(name, 'a.xlsx')))).toEqual(['validation_failed', `${name}: unknownField`]);
      const type = 'application/octet-stream';
      expect(await fieldsOf(form(file('users', `a.${name}`, { type })))).toContain('users: fileType');
    }
  });

  it('are checked, also beside one that is called like what every object has', async () => {
    const body = form(text('constructor', 'x'), text('requestedAmount', SECRET), EVIDENCE);
    expect(await fieldsOf(body, REQUEST)).toEqual(['validation_failed', 'requestedAmount: isPositive']);
  });

  it('are at most 32', async () => {
    const texts = Array.from({ length: 33 }, (_, index) => text(`more${index}`, 'x'));
    const { options } = await problemOf(form(...texts), REQUEST);
    expect(options.errors).toEqual([{ code: 'multipart', message: 'the multipart body has more than 32 parts' }]);
  });
});

describe('a file', () => {
  const UNKNOWN = { type: 'application/octet-stream' };

  it.each([
    ['another extension', file('users', `${SECRET}.csv`, UNKNOWN)],
    ['another extension and another media type', file('users', 'a.csv', { type: 'text/csv' })],
    ['no extension', file('users', 'xlsx', UNKNOWN)],
    ['no name', file('users', '', UNKNOWN)],
    ['a dot at the end', file('users', 'a.xlsx.', UNKNOWN)],
    ['a space at the end', file('users', 'a.xlsx ', UNKNOWN)],
    ['a script behind the extension', file('users', 'a.xlsx.exe', UNKNOWN)],
  ])('is refused with %s', async (_what, part) => {
    const { code, status, options } = await problemOf(form(part));
    expect([code, status]).toEqual(['unsupported_media_type', 415]);
    expect(options.errors).toEqual([
      {
        code: 'fileType',
        field: 'users',
        message: 'users must be a file of the type .xlsx, .xls, by its name or by its media type',
      },
    ]);
  });

  it('is refused as a form within the form', async () => {
    const { code, options } = await problemOf(
      form(file('users', 'a.xlsx', { type: 'multipart/mixed; boundary=inner' })),
    );
    expect([code, options.errors?.[0]?.code]).toEqual(['unsupported_media_type', 'fileType']);
  });

  it.each([
    ['users', 'a.xlsx', 'text/plain', WORKBOOK_START],
    ['users', 'a.csv', XLSX, WORKBOOK_START],
    ['users', 'planilla', XLSX, WORKBOOK_START],
    ['users', 'a.xlsx', 'application/vnd.ms-excel', WORKBOOK_START],
    ['users', 'a.xls', 'application/vnd.ms-excel', OLD_WORKBOOK],
    ['users', 'with-a-password.xlsx', XLSX, OLD_WORKBOOK],
    ['evidence', 'scan', 'image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['evidence', 'SCAN.JPEG', 'application/octet-stream', Buffer.from([0xff, 0xd8, 0xff, 0xdb])],
    ['evidence', 'a.png', 'image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['evidence', 'a.webp', 'image/webp', 'RIFF\u0001\u0002\u0003\u0004WEBPVP8 '],
    ['evidence', 'a.pdf', 'application/pdf', `${' '.repeat(900)}%PDF-1.4`],
  ])('%s is taken for its name or its media type: %s as %s', async (field, name, type, content) => {
    const upload = field === 'users' ? undefined : REQUEST;
    const body = form(...(field === 'users' ? [] : [AMOUNT]), file(field, name, { type, content }));
    for (const chunks of [[body], cut(body, [...body.keys()])]) {
      expect((await send(chunks, upload === undefined ? {} : { upload })).error).toBeUndefined();
    }
  });

  it.each([
    ['users', 'a.xlsx', XLSX, 'MZ\u0090\u0000'],
    ['users', 'a.xlsx', XLSX, ''],
    ['users', 'a.xlsx', XLSX, 'PK'],
    ['users', 'a.xls', 'application/vnd.ms-excel', '<html>'],
    ['users', 'a.exe', XLSX, 'MZ\u0090\u0000'],
    ['evidence', 'a.pdf', 'application/pdf', WORKBOOK_START],
    ['evidence', 'a.pdf', 'application/octet-stream', `${' '.repeat(1100)}%PDF-1.4`],
    ['evidence', 'a.png', 'image/png', 'GIF89a'],
    ['evidence', 'a.webp', 'image/webp', 'RIFF\u0001\u0002\u0003\u0004WAVE'],
    ['evidence', 'a', 'image/jpeg', '<svg onload=alert(1)>'],
  ])('%s is refused where it begins like something else: %s as %s', async (field, name, type, content) => {
    const parts = [...(field === 'users' ? [] : [AMOUNT]), file(field, name, { type, content })];
    const { code, options } = await problemOf(form(...parts), field === 'users' ? undefined : REQUEST);
    expect([code, options.errors?.[0]]).toEqual([
      'unsupported_media_type',
      { code: 'fileStart', field, message: expect.stringMatching(/must begin like a file of the type \./) },
    ]);
  });
});

describe('a content type', () => {
  it.each([
    'application/json',
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/form-data; boundary=""',
    'multipart/form-data; boundary=a; boundary=b',
    'multipart/form-data; boundary="a"; boundary=b',
    "multipart/form-data; boundary*=utf-8''a",
    'multipart/form-data; boundary=a b',
    'multipart/form-data; boundary="a b"',
    'multipart/form-data; boundary="a\\"b"',
    'multipart/form-data; boundary=a; charset=utf-7',
    'multipart/form-data, boundary=a',
    'multipart/mixed; boundary=a',
    `multipart/form-data; boundary=${'a'.repeat(71)}`,
    'x multipart/form-data; boundary=a',
    '',
  ])('is refused: %s', (contentType) => {
    expect(() => boundaryOf(contentType)).toThrow(expect.objectContaining({ code: 'unsupported_media_type' }));
  });
});

/** What one reader takes for this and another for that. */
describe('a body that can be read in two ways', () => {
  const whole = form(file('users', 'a.xlsx'));
  const disposition = 'Content-Disposition: form-data; name="users"; filename="a.xlsx"';
  const part = (...lines: string[]): Buffer => form([lines, WORKBOOK_START]);
  const hidden = (lineBreak: string): Buffer =>
    form(
      file('users', 'a.xlsx', {
        content: `${WORKBOOK_START}${lineBreak}--${BOUNDARY}\r\n${disposition.replace('xlsx', 'exe')}\r\n\r\nMZ`,
      }),
    );

  it.each<[string, Buffer]>([
    ['is empty', Buffer.alloc(0)],
    ['has something before its first boundary', Buffer.concat([Buffer.from('x\r\n'), whole])],
    ['has two line breaks before its first boundary', Buffer.concat([Buffer.from('\r\n\r\n'), whole])],
    ['has a bare line feed before its first boundary', Buffer.concat([Buffer.from('\n'), whole])],
    ['has something after its last boundary', Buffer.concat([whole, Buffer.from('x')])],
    ['has a part after its last boundary', Buffer.concat([whole, whole])],
    ['ends in the middle of a line break', whole.subarray(0, -1)],
    ['ends in the middle of its last boundary', whole.subarray(0, -3)],
    ['ends before its last boundary', whole.subarray(0, -5)],
    ['ends in the middle of a file', whole.subarray(0, -30)],
    ['ends in the middle of a head', whole.subarray(0, 60)],
    ['has a boundary after a bare line feed', hidden('\n')],
    ['has a boundary after a bare carriage return', hidden('\r')],
    ['has a boundary within a line', hidden('')],
    ['has a longer boundary', Buffer.from(whole.toString().replace(BOUNDARY, `${BOUNDARY}2`))],
    ['has a space after a boundary', Buffer.from(whole.toString().replace(`${BOUNDARY}\r\n`, `${BOUNDARY} \r\n`))],
    ['has its last boundary go on', Buffer.from(whole.toString().replace(`${BOUNDARY}--`, `${BOUNDARY}-x`))],
    ['has a part with an empty head', form([[], WORKBOOK_START])],
    [
      'has no line break between head and boundary',
      Buffer.from(`--${BOUNDARY}\r\n${disposition}\r\n\r\n--${BOUNDARY}--`),
    ],
    ['has a boundary in a head', part(disposition, `--${BOUNDARY}: x`)],
  ])('is refused, where it %s', async (_what, body) => {
    const { code, options } = await problemOf(body);
    expect(code).toBe('validation_failed');
    expect(options.errors).toEqual([{ code: 'multipart', message: expect.stringMatching(/^the multipart body /) }]);
  });

  it.each<[string, string[]]>([
    ['no content disposition', [`Content-Type: ${XLSX}`]],
    ['two content dispositions', [disposition, disposition.replace('xlsx', 'exe')]],
    ['two content types', [disposition, `Content-Type: ${XLSX}`, 'content-type: text/html']],
    ['two names', ['Content-Disposition: form-data; name="users"; name="other"; filename="a.xlsx"']],
    ['two file names', ['Content-Disposition: form-data; name="users"; filename="a.xlsx"; filename="a.exe"']],
    ['the file name before the name', ['Content-Disposition: form-data; filename="a.xlsx"; name="users"']],
    ['another extended file name', [`${disposition}; filename*=utf-8''a.exe`]],
    ['an extended file name in another charset', [`${disposition}; filename*=utf-16''a.xlsx`]],
    ['an extended file name that is broken', [`${disposition}; filename*=utf-8''%E0%A4%A`]],
    ['only an extended file name', ["Content-Disposition: form-data; name=users; filename*=utf-8''a.xlsx"]],
    ['an extended name', ["Content-Disposition: form-data; name=users; name*=utf-8''other; filename=a.xlsx"]],
    ['a name in pieces', ['Content-Disposition: form-data; name*0="us"; name*1="ers"; filename="a.xlsx"']],
    ['an escaped quote', ['Content-Disposition: form-data; name="users"; filename="a.exe\\".xlsx"']],
    ['a backslash', ['Content-Disposition: form-data; name="users"; filename="..\\a.xlsx"']],
    [
      'parameters behind an escaped quote',
      ['Content-Disposition: form-data; name="users"; filename="a\\"; filename=\\"b.exe\\"; x=\\".xlsx"'],
    ],
    ['an escape at the end of a name', ['Content-Disposition: form-data; name="users"; filename="a.xlsx\\\\"']],
    ['a folder above in a name', ['Content-Disposition: form-data; name="users"; filename="../a.xlsx"']],
    ['a folder above behind escapes', ['Content-Disposition: form-data; name="users"; filename="..\\\\a.xlsx"']],
    ['a folder above in an extended name', [`${disposition}; filename*=utf-8''..%2Fa.xlsx`]],
    ['a null byte in an extended name', [`${disposition}; filename*=utf-8''a.exe%00.xlsx`]],
    ['two extended names', [`${disposition}; filename*=utf-8''a.xlsx; filename*=utf-8''b.xlsx`]],
    [
      'another type in encoded words',
      ['Content-Disposition: form-data; name="users"; filename="a.exe =?utf-8?Q?b=2Exlsx?="'],
    ],
    [
      'words in a charset that is not known',
      ['Content-Disposition: form-data; name="users"; filename="=?utf-7?Q?a.xlsx?="'],
    ],
    ['words that are broken', ['Content-Disposition: form-data; name="users"; filename="=?utf-8?B?/w==?="']],
    ['encoded words for the name', ['Content-Disposition: form-data; name="=?utf-8?Q?users?="; filename="a.xlsx"']],
    [
      'a text in another alphabet',
      ['Content-Disposition: form-data; name="x"', 'Content-Type: text/plain; charset=utf-16'],
    ],
    [
      'a text with two charsets',
      ['Content-Disposition: form-data; name="x"', 'Content-Type: text/plain; charset=utf-8; charset=utf-7'],
    ],
    [
      'a text that is any bytes',
      ['Content-Disposition: form-data; name="x"', 'Content-Type: application/octet-stream'],
    ],
    ['an open quote', ['Content-Disposition: form-data; name="users; filename=a.xlsx']],
    ['an unknown parameter', [`${disposition}; size=3`]],
    ['a name like an array', ['Content-Disposition: form-data; name="users[]"; filename="a.xlsx"']],
    ['a name like a path', ['Content-Disposition: form-data; name="users.x"; filename="a.xlsx"']],
    ['a name that is empty', ['Content-Disposition: form-data; name=""; filename="a.xlsx"']],
    ['a name of the prototype', ['Content-Disposition: form-data; name="__proto__"; filename="a.xlsx"']],
    ['a name that is too long', [`Content-Disposition: form-data; name="${'u'.repeat(65)}"; filename="a.xlsx"`]],
    ['a null byte in a name', ['Content-Disposition: form-data; name="users"; filename="a.exe\0.xlsx"']],
    ['a bare line feed in a header', ['Content-Disposition: form-data; name="users";\n filename="a.xlsx"']],
    ['a folded header', ['Content-Disposition: form-data; name="users";', ' filename="a.xlsx"']],
    ['a space before the colon', ['Content-Disposition : form-data; name="users"; filename="a.xlsx"']],
    ['a line without a colon', [disposition, 'nonsense']],
    ['a header of no form', [disposition, 'X-Other: 1']],
    ['an attachment', ['Content-Disposition: attachment; name="users"; filename="a.xlsx"']],
    ['base64', [disposition, 'Content-Transfer-Encoding: base64']],
    ['quoted-printable', [disposition, 'Content-Transfer-Encoding: quoted-printable']],
    ['a media type that is none', [disposition, 'Content-Type: ;;']],
    ['headers that are too long', [disposition, `Content-Type: ${'x'.repeat(4096)}/x`]],
    [
      'a text in another charset',
      ['Content-Disposition: form-data; name="users"', 'Content-Type: text/plain; charset=utf-7'],
    ],
    ['forms in a text', ['Content-Disposition: form-data; name="x"', 'Content-Type: multipart/mixed; boundary=y']],
  ])('is refused, where a part has %s', async (_what, lines) => {
    const { code, options } = await problemOf(part(...lines));
    expect(code).toBe('validation_failed');
    expect(options.errors).toEqual([{ code: 'multipart', message: expect.stringMatching(/^the multipart body has /) }]);
  });

  it('is refused, where a head is not UTF-8', async () => {
    const lines = Buffer.from(whole.toString('latin1').replace('a.xlsx', 'ñ.xlsx'), 'latin1');
    expect((await problemOf(lines)).code).toBe('validation_failed');
  });

  it('is refused, where a head goes on and on', async () => {
    let taken = 0;
    function* long(): Generator<Buffer> {
      yield Buffer.from(`--${BOUNDARY}\r\nContent-Type: `);
      for (; taken < 1_000_000; taken += 1000) yield Buffer.alloc(1000, 'x');
    }
    const { error } = await send(long());
    expect(error).toMatchObject({ options: { errors: [{ message: expect.stringContaining('4096 bytes') }] } });
    expect(taken).toBeLessThan(1_000_000);
  });
});

describe('a part of a form', () => {
  it.each<[string, PartText]>([
    [
      'a text that says it is text',
      [['Content-Disposition: form-data; name="more"', 'Content-Type: text/plain; charset=UTF-8'], 'x'],
    ],
    ['an empty text', text('more', '')],
  ])('may be %s', async (_what, part) => {
    expect((await send([form(part, AMOUNT, EVIDENCE)], { upload: REQUEST })).error).toBeUndefined();
  });
});
