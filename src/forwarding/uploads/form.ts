import { isAscii, isUtf8 } from 'node:buffer';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { Problem, type ProblemError } from '../../problems/problem.js';
import { validationProblem } from '../../problems/validation.js';
import type { Upload, UploadFile } from '../../routes/upload.js';
import { rootName } from '../../common/query-names.js';
import { checkMerchant } from '../request/merchant-name.js';
import { beginsLike, namedTypes, START_BYTES } from './file-types.js';
import { malformed, type PartVisitor } from './framing.js';
import { type PartHead, readPartHead } from './part-head.js';

const MAX_PARTS = 32;
const MAX_TEXT_BYTES = 16_384;
/** Some readers open them, and find files that nobody has looked at. */
const NESTED = /^(?:multipart|message)\//;
interface OpenPart {
  name: string;
  /** Undefined for a text. */
  file?: UploadFile;
  /** What the file is called; undefined for one that may be of any type, and once its beginning was looked at. */
  named?: readonly string[] | undefined;
  asciiOnly: boolean;
  bytes: number;
  /** A text, or the beginning of a file. */
  kept: Buffer[];
}

/**
 * Holds a form against the rules of its upload. The texts, all small, are kept; of a file nothing is but its size and, until
 * its type is told, its beginning.
 *
 * Every method throws a Problem that names the field and holds nothing of a value or a file's name.
 */
export class UploadForm implements PartVisitor {
  /** In lower case: some reader might not tell `otp` and `OTP` apart. */
  private readonly seen = new Set<string>();
  private readonly texts = new Map<string, string>();
  /** The texts that came before the first file, once that has begun. */
  private leading: ReadonlyMap<string, string> | undefined;
  private part: OpenPart = { name: '', asciiOnly: false, bytes: 0, kept: [] };

  constructor(
    private readonly upload: Upload,
    /** Names that the client may not use, in lower case. */
    private readonly reserved: readonly string[] = [],
    private readonly merchant?: string,
  ) {}

  head(lines: Buffer): void {
    const head = readPartHead(lines);
    const { name } = head;
    const key = name.toLowerCase();
    if (this.seen.has(key) || this.reserved.includes(key)) throw wrong(name, 'isUnique', 'must be sent only once');
    if (this.seen.size === MAX_PARTS) throw malformed(`has more than ${MAX_PARTS} parts`);
    this.seen.add(key);
    const file = Object.hasOwn(this.upload.files, name) ? this.upload.files[name] : undefined;
    if (head.fileName === undefined && file !== undefined) throw wrong(name, 'isFile', 'must be a file');
    if (file !== undefined) this.leading ??= new Map(this.texts);
    const named = head.fileName === undefined ? undefined : typesOf(head, file);
    const { asciiOnly } = head;
    this.part = { name, asciiOnly, bytes: 0, kept: [], named, ...(file !== undefined && { file }) };
  }

  content(bytes: Buffer): void {
    const { name, file } = this.part;
    this.part.bytes += bytes.length;
    if (file?.maxBytes !== undefined && this.part.bytes > file.maxBytes) throw tooLarge(name, file.maxBytes);
    if (file === undefined && this.part.bytes > MAX_TEXT_BYTES) {
      throw wrong(name, 'maxLength', `must not be longer than ${MAX_TEXT_BYTES} bytes`);
    }
    // A copy: a few bytes must not hold on to a whole chunk.
    if (file === undefined) this.part.kept.push(Buffer.from(bytes));
    else if (this.part.named !== undefined) this.lookAtStart(bytes);
  }

  partEnd(): void {
    const { name, file, asciiOnly, kept } = this.part;
    if (file !== undefined) {
      this.checkStart();
      return;
    }
    const bytes = Buffer.concat(kept);
    if (asciiOnly ? !isAscii(bytes) : !isUtf8(bytes)) throw wrong(name, 'isUtf8', 'must be UTF-8');
    this.texts.set(name, bytes.toString('utf8'));
  }

  /** Until there is enough of the file to tell its type. */
  private lookAtStart(bytes: Buffer): void {
    this.part.kept.push(Buffer.from(bytes.subarray(0, START_BYTES)));
    if (this.part.bytes >= START_BYTES) this.checkStart();
  }

  private checkStart(): void {
    const { name, named, kept } = this.part;
    if (named === undefined) return;
    if (!beginsLike(Buffer.concat(kept).subarray(0, START_BYTES), named)) {
      throw wrongType(name, 'fileStart', `must begin like a file of the type ${dotted(named)}`);
    }
    this.part.named = undefined;
    this.part.kept = [];
  }

  /** From its head on, and however it is spelt. */
  hasText(name: string): boolean {
    return this.seen.has(name.toLowerCase()) && !Object.hasOwn(this.upload.files, name);
  }

  get hasFile(): boolean {
    return this.leading !== undefined;
  }

  /** Of those in front of the first file, once it is whole. */
  leadingText(name: string): string | undefined {
    return (this.leading ?? this.texts).get(name);
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
    if (this.merchant === undefined) return;
    for (const [name, text] of this.texts) checkMerchant(this.merchant, rootName(name), text);
  }

  private async wrongTexts(): Promise<readonly ProblemError[]> {
    const { fields } = this.upload;
    if (fields === undefined) return [];
    const errors = await validate(plainToInstance(fields, Object.fromEntries(this.texts)));
    return validationProblem(errors).options.errors ?? [];
  }
}

/** What a file is called, where it must be of a type: at least one of them. */
function typesOf(head: PartHead, file: UploadFile | undefined): readonly string[] | undefined {
  if (file === undefined) throw wrong(head.name, 'unknownField', 'is not a file of this form');
  if (NESTED.test(head.mediaType ?? '')) throw wrongType(head.name, 'fileType', 'must not be made of other parts');
  if (file.types === undefined) return undefined;
  const named = namedTypes(head, file.types);
  if (named.length > 0) return named;
  const rule = `must be a file of the type ${dotted(Object.keys(file.types))}, by its name or by its media type`;
  throw wrongType(head.name, 'fileType', rule);
}

function dotted(types: readonly string[]): string {
  return types.map((type) => `.${type}`).join(', ');
}

function wrongType(field: string, code: string, rule: string): Problem {
  return new Problem('unsupported_media_type', { errors: [entry(field, code, rule)] });
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
