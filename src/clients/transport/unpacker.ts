import type { Transform } from 'node:stream';
import type { Dispatcher } from 'undici';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import type { AnswerHeaders } from './upstream-call.js';
import type { UpstreamFailure } from './upstream-error.js';

type MakeDecoder = () => Transform;

/** What bytes come from: it can be told to wait, to go on, and to end. */
export type Source = Pick<Dispatcher.DispatchController, 'pause' | 'resume' | 'abort'>;

/** Who reads an answer. */
interface Reader {
  take: (source: Source, bytes: Buffer) => void;
  finish: () => void;
  fail: (failure: UpstreamFailure, cause?: Error) => void;
}

interface Unpacking {
  source: Source;
  reader: Reader;
  /** Of what it becomes. */
  maxBytes: number;
}

/** Content codings by their names (RFC 9110, section 8.4.1; RFC 7932; RFC 8878). */
const DECODERS: ReadonlyMap<string, MakeDecoder> = new Map<string, MakeDecoder>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
  ['zstd', createZstdDecompress],
]);
/** Each takes memory of its own. */
const MAX_CODINGS = 3;

/** Those that take the codings off, the last one first; undefined where there are none, too many, or unknown ones. */
export function decodersOf({ 'content-encoding': coding }: AnswerHeaders): readonly MakeDecoder[] | undefined {
  if (typeof coding !== 'string') return undefined;
  const names = coding.toLowerCase().split(', ').reverse();
  const decoders = names.flatMap((name) => DECODERS.get(name) ?? []);
  return decoders.length === names.length && names.length <= MAX_CODINGS ? decoders : undefined;
}

/** An answer in a coding that nobody asked for, as it comes without: in memory there is only what waits to be taken. */
export class Unpacker implements Source {
  private readonly stages: readonly Transform[];
  private readonly first: Transform;
  private readonly last: Transform;
  private readonly source: Source;
  private readonly reader: Reader;
  /** Bytes that have come, and those that they became. */
  private packed = 0;
  private unpacked = 0;

  constructor([first, ...others]: readonly MakeDecoder[], { source, reader, maxBytes }: Unpacking) {
    this.source = source;
    this.reader = reader;
    this.first = (first ?? createGunzip)();
    this.stages = [this.first, ...others.map((make) => make())];
    this.last = this.stages.reduce((from, to) => from.pipe(to));
    for (const stage of this.stages) {
      stage.on('error', (error) => {
        reader.fail('invalid-answer', error);
      });
    }
    this.first.on('drain', () => {
      source.resume();
    });
    this.last.on('data', (bytes: Buffer) => {
      this.unpacked += bytes.length;
      if (this.unpacked > maxBytes) reader.fail('too-large');
      else reader.take(this, bytes);
    });
    this.last.on('end', () => {
      reader.finish();
    });
  }

  write(bytes: Buffer): void {
    this.packed += bytes.length;
    if (!this.first.write(bytes)) this.source.pause();
  }

  /** No bytes at all are in no coding: of an answer to HEAD, say. */
  end(): void {
    if (this.packed === 0) this.reader.finish();
    else this.first.end();
  }

  pause(): void {
    this.last.pause();
  }

  resume(): void {
    this.last.resume();
  }

  abort(reason: Error): void {
    this.source.abort(reason);
  }

  destroy(): void {
    for (const stage of this.stages) stage.destroy();
  }
}
