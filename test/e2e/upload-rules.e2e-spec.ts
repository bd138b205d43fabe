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

  it.each<[string, FormFile[], { status: number; code: string }]>([
    ['is missing', [], { status: 400, code: 'validation_failed' }],
    ['is there twice', [good, good], { status: 400, code: 'validation_failed' }],
    ['has another extension', [{ ...good, name: 'file.exe' }], { status: 415, code: 'unsupported_media_type' }],
    ['has no extension', [{ ...good, name: 'file' }], { status: 415, code: 'unsupported_media_type' }],
    ['is declared as another type', [{ ...good, type: 'text/html' }], { status: 415, code: 'unsupported_media_type' }],
    ['is a byte too large', [sized(good, rules.maxBytes + 1)], { status: 413, code: 'payload_too_large' }],
  ])('is refused by its name where it %s, and no whole form arrives', async (_how, changed, refusal) => {
    const reply = await sendForm(await formWith(...changed));

    expect(facts(reply)).toEqual({ ...refusal, fields: [field] });
    expect(await arrived()).toEqual([]);
  });

  it('is passed on where it is as large as it may be', async () => {
    const reply = await sendForm(await formWith(sized(good, rules.maxBytes)));

    const [received] = await walk.received(stop);
    if (received === undefined) throw new Error(`refused: ${reply.text}`);
    expect(received.bodyBytes).toBeGreaterThan(rules.maxBytes);
  });

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

function sized(file: FormFile, bytes: number): FormFile {
  return { ...file, content: Buffer.alloc(bytes, 0x20) };
}

function facts({ status, body }: Reply): object {
  const errors: { field?: string }[] = body?.errors ?? [];
  return { status, code: body?.code, fields: [...new Set(errors.map((error) => error.field))] };
}
