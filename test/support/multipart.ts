import type { Client, Reply } from './client.js';

export interface FormFile {
  name: string;
  type: string;
  content: string | Buffer;
}

export interface Form {
  /** A list is sent as so many fields of the same name. */
  fields?: Readonly<Record<string, unknown>>;
  /** In this order, after the fields. */
  files?: readonly (readonly [field: string, file: FormFile])[];
}

export interface EncodedForm {
  bytes: Buffer;
  contentType: string;
}

/** A form as fetch would send it, as bytes, so that they can be compared with what arrives. */
export async function encodeForm({ fields = {}, files = [] }: Form): Promise<EncodedForm> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) form.append(name, String(one));
  }
  for (const [field, { name, type, content }] of files) form.append(field, new File([content], name, { type }));
  const encoded = new Response(form);
  return {
    bytes: Buffer.from(await encoded.arrayBuffer()),
    contentType: encoded.headers.get('content-type') ?? '',
  };
}

export async function postForm(client: Client, path: string, form: Form): Promise<Reply> {
  const { bytes, contentType } = await encodeForm(form);
  return client.post(path, bytes, { headers: { 'content-type': contentType } });
}
