import { ApiBody, ApiConsumes, ApiExtension, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import type { Upload, UploadFile } from '../../routes/upload.js';

const MEBIBYTE = 1_048_576;

/** The multipart body of an upload: every file with its limits, beside the text fields. */
export function uploadBody(upload: Upload | undefined): MethodDecorator[] {
  if (upload === undefined) return [];
  const { files, fields, either } = upload;
  const properties = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, fileSchema(name, file)]));
  const filesSchema = { type: 'object', properties, required: Object.keys(files) };
  return [
    ApiConsumes('multipart/form-data'),
    // No schema can say that one of two places is enough.
    ...(either === undefined ? [] : [ApiExtension('x-form-or-query', either)]),
    ...(fields === undefined ? [] : [ApiExtraModels(fields)]),
    ApiBody({
      required: true,
      schema: fields === undefined ? filesSchema : { allOf: [{ $ref: getSchemaPath(fields) }, filesSchema] },
    }),
  ];
}

function fileSchema(
  name: string,
  { maxBytes, types }: UploadFile,
): { type: string; format: string; description: string; example: string } {
  const endings = Object.keys(types ?? {}).map((ending) => `.${ending}`);
  const [first = ''] = endings;
  const kinds = types === undefined ? 'Of any type' : endings.join(', ');
  const size = maxBytes === undefined ? 'any size' : `at most ${maxBytes / MEBIBYTE} MiB`;
  return {
    type: 'string',
    format: 'binary',
    description: `${kinds}; ${size}`,
    // As curl has it, so that the console's snippets can be run.
    example: `@${name}${first}`,
  };
}
