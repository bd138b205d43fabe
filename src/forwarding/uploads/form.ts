import { isUtf8 } from 'node:buffer';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { Problem, type ProblemError } from '../../problems/problem.js';
import { validationProblem } from '../../problems/validation.js';
import type { Upload, UploadFile } from '../../routes/upload.js';
import { malformed, type PartVisitor } from './framing.js';
import { type PartHead, readPartHead } from './part-head.js';

const MAX_PARTS = 32;
const MAX_TEXT_BYTES = 16_384;
/** Says nothing about a file, and is what clients say of a file that they do not know. */
const ANY_BYTES = 'application/octet-stream';

interface OpenPart {
  name: string;
  /** Undefined for a text. */
  file?: UploadFile;
  bytes: number;
  text: Buffer[];
}

/**
 * Holds a form against the rules of its upload. The texts, all small, are kept; of a file nothing is but its size.
 *
 * Every method throws a Problem that names the field and holds nothing of a value or a file's name.
 */
export class UploadForm implements PartVisitor {
  /** In lower case: some reader might not tell `otp` and `OTP` apart. */
  private readonly seen = new Set<string>();
  private readonly texts = new Map<string, string>();
  private part: OpenPart = { name: '', bytes: 0, text: [] };

  constructor(
    private readonly upload: Upload,
    /** Names that the client may not use, in lower case. */
    private readonly reserved: readonly string[] = [],
  ) {}

  head(lines: Buffer): void {
    const head = readPartHead(lines);
    const { name } = head;
    const key = name.toLowerCase();
    if (this.seen.has(key) || this.reserved.includes(key)) throw wrong(name, 'isUnique', 'must be sent only once');
    if (this.seen.size === MAX_PARTS) throw malformed(`has more than ${MAX_PARTS} parts`);
    this.seen.add(key);
    const file = Object.hasOwn(this.upload.files, name) ? this.upload.files[name] : undefined;
    if (head.fileName === undefined) this.checkText(name, file);
    else checkFile({ ...head, fileName: head.fileName }, file);
    this.part = { name, bytes: 0, text: [], ...(file !== undefined && { file }) };
  }

  content(bytes: Buffer): void {
    const { name, file } = this.part;
    this.part.bytes += bytes.length;
    if (file !== undefined) {
      if (file.maxBytes !== undefined && this.part.bytes > file.maxBytes) throw tooLarge(name, file.maxBytes);
      return;
    }
    if (this.part.bytes > MAX_TEXT_BYTES) {
      throw wrong(name, 'maxLength', `must not be longer than ${MAX_TEXT_BYTES} bytes`);
    }
    // A copy: a short text must not hold on to a whole chunk.
    this.part.text.push(Buffer.from(bytes));
  }

  partEnd(): void {
    const { name, file, text } = this.part;
    if (file !== undefined) return;
    const bytes = Buffer.concat(text);
    if (!isUtf8(bytes)) throw wrong(name, 'isUtf8', 'must be UTF-8');
    this.texts.set(name, bytes.toString('utf8'));
  }

  hasText(name: string): boolean {
    return this.texts.has(name);
  }

  /** What can only be said at the end: is everything there, and are the texts right. */
  async check(): Promise<void> {
    const missing = Object.keys(this.upload.files)
      .filter((name) => !this.seen.has(name.toLowerCase()))
      .map((name) => entry(name, 'isDefined', 'must be a file'));
    const unnamed = (this.upload.either ?? [])
      .filter((name) => !this.texts.has(name))
      .map((name) => entry(name, 'isPresent', 'must be a field of the form, or of the query'));
    const errors = [...missing, ...unnamed, ...(await this.wrongTexts())];
    if (errors.length > 0) throw new Problem('validation_failed', { errors });
  }

  private checkText(name: string, file: UploadFile | undefined): void {
    if (file !== undefined) throw wrong(name, 'isFile', 'must be a file');
    // Beside declared texts others may stand, since Migo adds some without notice.
    if (this.upload.fields === undefined) throw wrong(name, 'unknownField', 'is not a field of this form');
  }

  private async wrongTexts(): Promise<readonly ProblemError[]> {
    const { fields } = this.upload;
    if (fields === undefined) return [];
    const errors = await validate(plainToInstance(fields, Object.fromEntries(this.texts)));
    return validationProblem(errors).options.errors ?? [];
  }
}

function checkFile(
  { name, fileName, mediaType = ANY_BYTES }: PartHead & { fileName: string },
  file: UploadFile | undefined,
): void {
  if (file === undefined) throw wrong(name, 'unknownField', 'is not a file of this form');
  if (file.types === undefined) return;
  const extension = fileName.toLowerCase().split('.').slice(1).at(-1) ?? '';
  const mediaTypes = Object.hasOwn(file.types, extension) ? file.types[extension] : undefined;
  if (mediaTypes !== undefined && (mediaType === ANY_BYTES || mediaTypes.includes(mediaType))) return;
  const accepted = Object.keys(file.types).map((known) => `.${known}`);
  const message = `must be a file of the type ${accepted.join(', ')}, and be declared as one`;
  throw new Problem('unsupported_media_type', { errors: [entry(name, 'fileType', message)] });
}

function tooLarge(name: string, maxBytes: number): Problem {
  const error = entry(name, 'maxSize', `must not be larger than ${maxBytes} bytes`);
  return new Problem('payload_too_large', { detail: `The limit of ${name} is ${maxBytes} bytes.`, errors: [error] });
}

function wrong(field: string, code: string, rule: string): Problem {
  return new Problem('validation_failed', { errors: [entry(field, code, rule)] });
}

function entry(field: string, code: string, rule: string): ProblemError {
  return { code, field, message: `${field} ${rule}` };
}
