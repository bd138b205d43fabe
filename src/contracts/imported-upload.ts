import type { ContractMultipartSettings } from '../config/sections/contract.settings.js';
import type { Upload } from '../routes/upload.js';
import { classOf } from './schemas/query.class.js';

/** The form of an imported operation: which of its fields are files is a grant's to say. Or why there can be none. */
export function importedUpload(
  fields: readonly string[],
  multipart: ContractMultipartSettings | undefined,
): Upload | string {
  if (multipart === undefined) return 'its body is a form: a grant says by multipart which fields are files';
  const { files, maxBytes } = multipart;
  const absent = files.find((name) => !fields.includes(name));
  if (absent !== undefined) return `its form has no field ${absent}`;
  const file = { source: 'api-reference-index', ...(maxBytes !== undefined && { maxBytes }) };
  const texts = fields.filter((name) => !files.includes(name));
  return {
    files: Object.fromEntries(files.map((name) => [name, file])),
    ...(texts.length > 0 && { fields: classOf(texts) }),
  };
}
