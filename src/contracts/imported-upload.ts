import type { ContractMultipartSettings } from '../config/sections/contract.settings.js';
import type { Upload } from '../routes/upload.js';
import type { ContractBody, Definitions } from './file/operation.js';
import { classOf } from './schemas/query.class.js';
import { shapeOfSchema } from './schemas/schema-shape.js';

/** The multipart form of an imported operation: which of its fields are files is a grant's to say. Or why there can be none. */
export function importedUpload(
  { schema }: ContractBody,
  definitions: Definitions,
  { files, maxBytes }: ContractMultipartSettings,
): Upload | string {
  const fields = [...shapeOfSchema(schema, definitions).properties.keys()];
  const absent = files.find((name) => !fields.includes(name));
  if (absent !== undefined) return `its form has no field ${absent}`;
  const file = { source: 'api-reference-index', ...(maxBytes !== undefined && { maxBytes }) };
  const texts = classOf(fields.filter((name) => !files.includes(name)));
  return {
    files: Object.fromEntries(files.map((name) => [name, file])),
    ...(texts !== undefined && { fields: texts }),
  };
}
