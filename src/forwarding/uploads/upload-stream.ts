import { once } from 'node:events';
import { Transform, type TransformCallback } from 'node:stream';
import { Problem } from '../../problems/problem.js';
import type { Upload } from '../../routes/upload.js';
import { boundaryOf, otpPart } from './boundary.js';
import { UploadForm } from './form.js';
import { FormHash } from './form-hash.js';
import { MultipartFraming } from './framing.js';
import type { KeyedHash } from '../../storage/record-cipher.js';

/** Emitted when some more of the form was read. */
const PARSED = 'parsed';

export interface UploadOptions {
  upload: Upload;
  contentType: string;
  /** Put in as the form field `otp`, which the client then may not send. */
  otp?: string;
  /** The only merchant that a text may name. */
  merchant?: string | undefined;
  /** Takes everything that the form says, but not how it is cut. */
  hash?: KeyedHash | undefined;
}

interface AwaitedText {
  name: string;
  run: () => Promise<void>;
}

/**
 * A form on its way to the upstream: the client's bytes go through as they are while they are checked. A form that breaks a
 * rule ends the stream with a Problem, and what the upstream has of it by then is never a whole body: the latest chunk is
 * held back, and with the last boundary everything is, until all checks are done. Without that a reader that acts on the
 * last boundary would have acted already.
 */
export class UploadStream extends Transform {
  private readonly form: UploadForm;
  private readonly framing: MultipartFraming;
  private readonly hash: FormHash | undefined;
  private held: Buffer[] = [];
  private awaited: AwaitedText | undefined;

  /** @throws Problem `unsupported_media_type`, or `validation_failed` for a code that is none */
  constructor({ upload, contentType, otp, merchant, hash }: UploadOptions) {
    super();
    const boundary = boundaryOf(contentType);
    if (otp !== undefined) this.held.push(otpPart(boundary, otp));
    this.form = new UploadForm(upload, otp === undefined ? [] : ['otp'], merchant);
    this.hash = hash === undefined ? undefined : new FormHash(hash, this.form);
    this.framing = new MultipartFraming(boundary, this.hash ?? this.form);
  }

  /** Has something done when the form shows such a text, before anything of it leaves; a failure ends the stream. */
  beforeText(name: string, run: () => Promise<void>): void {
    this.awaited = { name, run };
  }

  /** Whether the client's own form has this text field, as far as it was read. */
  hasText(name: string): boolean {
    return this.form.hasText(name);
  }

  /**
   * The text that the form has in front of its files, which shows before anything of it leaves.
   *
   * @throws Problem where the form breaks a rule before
   */
  async leadingText(name: string): Promise<string | undefined> {
    const isOpen = (): boolean => !this.framing.closed && this.readableLength < this.readableHighWaterMark;
    while (this.form.leadingText(name) === undefined && !this.form.hasFile && isOpen()) await once(this, PARSED);
    return this.form.leadingText(name);
  }

  /** Of the whole form, where it was asked for; undefined before its end. */
  get digest(): string | undefined {
    return this.framing.closed ? this.hash?.digest : undefined;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    // It would push out what is held back, and hold nothing itself.
    if (chunk.length === 0) {
      done();
      return;
    }
    const wasOpen = !this.framing.closed;
    try {
      this.framing.push(chunk);
    } catch (error) {
      done(asError(error));
      return;
    }
    this.emit(PARSED);
    const goOn = (): void => {
      if (wasOpen) this.release();
      this.held.push(chunk);
      done();
    };
    const { awaited } = this;
    if (awaited === undefined || !this.hasText(awaited.name)) {
      goOn();
      return;
    }
    this.awaited = undefined;
    awaited.run().then(goOn, done);
  }

  override _flush(done: TransformCallback): void {
    this.finish().then(
      () => {
        done();
      },
      (error: unknown) => {
        done(asError(error));
      },
    );
  }

  private async finish(): Promise<void> {
    this.framing.end();
    await this.form.check();
    this.release();
  }

  private release(): void {
    for (const chunk of this.held) this.push(chunk);
    this.held = [];
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Problem('internal_error', { cause: error });
}
