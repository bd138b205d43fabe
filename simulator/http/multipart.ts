import { InputCheck } from './input-check.js';
import { invalidInput, Refusal } from './refusal.js';
import { readParts, type Part } from './multipart-parts.js';

export interface UploadedFile {
  fileName: string;
  contentType: string;
  content: Buffer;
}

export interface Form {
  /** The text fields, to be read like a body. */
  check: InputCheck;
  file(field: string): UploadedFile;
}

export interface FormRules {
  /** Names of the file fields: each exactly once, and no file under another name. */
  files: readonly string[];
  maxFileBytes: number;
}

const MAX_TEXT_BYTES = 64 * 1024;

/** A strict reader of `multipart/form-data`: what the rules do not name is refused. */
export function readForm(contentType: string | undefined, body: unknown, rules: FormRules): Form {
  const boundary = /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? '');
  const name = boundary?.[1] ?? boundary?.[2];
  if (name === undefined || !Buffer.isBuffer(body)) throw malformed('The body must be multipart/form-data');
  const fields = new Map<string, string>();
  const files = new Map<string, UploadedFile>();
  for (const part of readParts(body, name)) {
    if (part.fileName === undefined) addField(fields, part);
    else addFile(files, { ...part, fileName: part.fileName }, rules);
  }
  const missing = rules.files.filter((field) => !files.has(field));
  if (missing.length > 0) throw invalidInput(missing.map((field) => entry(`${field} must be a file`)));
  return {
    check: new InputCheck(Object.fromEntries(fields)),
    file: (field) => {
      const file = files.get(field);
      if (!file) throw new RangeError(`The rules do not name the file ${field}`);
      return file;
    },
  };
}

function addField(fields: Map<string, string>, part: Part): void {
  if (part.content.length > MAX_TEXT_BYTES) throw tooLarge(part.name);
  if (fields.has(part.name)) throw malformed(`${part.name} is sent twice`);
  fields.set(part.name, part.content.toString('utf8'));
}

function addFile(files: Map<string, UploadedFile>, part: Part & { fileName: string }, rules: FormRules): void {
  const { name, fileName, contentType, content } = part;
  if (!rules.files.includes(name)) throw malformed(`Unexpected file ${name}`);
  if (files.has(name)) throw malformed(`${name} must be exactly one file`);
  if (content.length > rules.maxFileBytes) throw tooLarge(name);
  files.set(name, { fileName, contentType, content });
}

function malformed(message: string): Refusal {
  return invalidInput([entry(message)]);
}

function tooLarge(field: string): Refusal {
  return new Refusal(413, `${field} is too large`);
}

function entry(message: string): { code: string; message: string } {
  return { code: '7000', message };
}
