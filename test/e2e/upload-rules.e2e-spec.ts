import type { UploadFile } from '../../src/routes/upload.js';
import type { Reply } from '../support/client.js';
import { type EncodedForm, encodeForm, type FormFile } from '../support/multipart.js';
import { sampleBody, send } from '../support/row-calls.js';
import { ROW_SAMPLES } from '../support/row-samples.js';
import { allStops, type Stop, Walk } from '../support/walk.js';

const uploads = (await allStops()).flatMap(([operation, stop]) =>
  Object.entries(stop.named.row.upload?.files ?? {}).map(([field, rules]): [string, string, UploadFile, Stop] => [
    field,
    operation,
    rules,
    stop,
  ]),
);
const ANY_BYTES = 'application/octet-stream';
/** Bytes: more than any file that has a limit. */
const BEYOND_ANY_LIMIT = 20 * 1_048_576;

let walk: Walk;

beforeAll(async () => {
  walk = await Walk.start();
}, 30_000);

afterAll(() => walk.end());

describe.each(uploads)('the file %s of %s', (field, _operation, rules, stop) => {
  const files = Object.entries(ROW_SAMPLES[stop.named.name]?.files ?? {});
  const good = files.find(([name]) => name === field)?.[1] ?? { name: '', type: '', content: '' };
  const others = files.filter(([name]) => name !== field);

  /** The whole form, with these in the place of the good file. */
  const formWith = (...changed: FormFile[]): Promise<EncodedForm> =>
    encodeForm({
      fields: sampleBody(stop.named),
      files: [...others, ...changed.map((file): [string, FormFile] => [field, file])],
    });

  const { maxBytes } = rules;

  it.each<[string, FormFile[], { status: number; code: string }]>([
    ['is missing', [], { status: 400, code: 'validation_failed' }],
    ['is there twice', [good, good], { status: 400, code: 'validation_failed' }],
    ...refusals(good, rules),
  ])('is refused by its name where it %s, and no whole form arrives', async (_how, changed, refusal) => {
    const reply = await sendForm(await formWith(...changed));

    expect(facts(reply)).toEqual({ ...refusal, fields: [field] });
    expect(await arrived()).toEqual([]);
  });

  it('is passed on where it is as large as it may be', async () => {
    const size = maxBytes ?? BEYOND_ANY_LIMIT;
    const reply = await sendForm(await formWith(sized(good, size)));

    const [received] = await walk.received(stop);
    if (received === undefined) throw new Error(`refused: ${reply.text}`);
    expect(received.bodyBytes).toBeGreaterThan(size);
  });

  if (rules.types !== undefined) {
    it.each([
      ['by its name alone', { type: 'text/html' }],
      ['by its name, in capitals, alone', { name: good.name.toUpperCase(), type: ANY_BYTES }],
      ['by its media type alone', { name: 'file' }],
    ])('is passed on where it is named %s', async (_how, change) => {
      const reply = await sendForm(await formWith({ ...good, ...change }));

      expect(reply.body?.code).not.toBe('unsupported_media_type');
      expect(await arrived()).toHaveLength(1);
    });
  }

  if (rules.types !== undefined && !('csv' in rules.types)) {
    it('is refused where it begins like something else', async () => {
      const reply = await sendForm(await formWith({ ...good, content: 'MZ\u0090\u0000 no such file' }));

      expect(facts(reply)).toEqual({ status: 415, code: 'unsupported_media_type', fields: [field] });
      expect(await arrived()).toEqual([]);
    });
  }

  if (rules.types === undefined) {
    it.each([
      ['photo.HEIC', 'image/heic'],
      ['bill.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
      ['without-extension', 'text/html'],
    ])('is passed on as %s of the type %s, since Migo names no types', async (name, type) => {
      const reply = await sendForm(await formWith({ ...good, name, type }));

      expect(reply.body?.code).not.toBe('unsupported_media_type');
      expect(await arrived()).toHaveLength(1);
    });
  }

  it('is not a text', async () => {
    const reply = await sendForm(
      await encodeForm({ fields: { ...sampleBody(stop.named), [field]: 'text' }, files: others }),
    );

    expect(facts(reply)).toEqual({ status: 400, code: 'validation_failed', fields: [field] });
    expect(await arrived()).toEqual([]);
  });

  it('is not accompanied by a file that nobody asked for', async () => {
    const form = await encodeForm({ fields: sampleBody(stop.named), files: [...files, ['stray', good]] });

    expect(facts(await sendForm(form))).toEqual({ status: 400, code: 'validation_failed', fields: ['stray'] });
    expect(await arrived()).toEqual([]);
  });

  async function sendForm({ bytes, contentType }: EncodedForm): Promise<Reply> {
    const call = await walk.prepare(stop);
    const { client } = walk.callerFor('operator', stop);
    return send(client, { ...call, body: bytes, headers: { ...call.headers, 'content-type': contentType } });
  }

  /** Whole forms, which the upstream would act on. */
  async function arrived(): Promise<string[]> {
    const calls = await walk.received(stop);
    return calls.filter(({ bodyBytes }) => bodyBytes > 0).map(({ method, path }) => `${method} ${path}`);
  }
});

/** What breaks the rules that Migo has for the file, where it has any. */
function refusals(
  good: FormFile,
  { types, maxBytes }: UploadFile,
): [string, FormFile[], { status: number; code: string }][] {
  const type = { status: 415, code: 'unsupported_media_type' };
  return [
    ...(types === undefined
      ? []
      : ([
          ['has another extension', [{ ...good, name: 'file.exe', type: ANY_BYTES }], type],
          ['has no extension', [{ ...good, name: 'file', type: ANY_BYTES }], type],
          [
            'has another extension and is declared as another type',
            [{ ...good, name: 'a.html', type: 'text/html' }],
            type,
          ],
        ] satisfies [string, FormFile[], typeof type][])),
    ...(maxBytes === undefined
      ? []
      : ([['is a byte too large', [sized(good, maxBytes + 1)], { status: 413, code: 'payload_too_large' }]] satisfies [
          string,
          FormFile[],
          typeof type,
        ][])),
  ];
}

function sized(file: FormFile, bytes: number): FormFile {
  const content = Buffer.alloc(bytes, 0x20);
  Buffer.from(file.content).copy(content, 0, 0, 16);
  return { ...file, content };
}

function facts({ status, body }: Reply): object {
  const errors: { field?: string }[] = body?.errors ?? [];
  return { status, code: body?.code, fields: [...new Set(errors.map((error) => error.field))] };
}
