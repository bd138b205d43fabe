import { Readable, type Writable } from 'node:stream';
import { type Dispatcher, errors } from 'undici';
import { combined, withoutCoding, withoutLength } from './answer-headers.js';
import { CallClock } from './call-clock.js';
import { isCut } from './connection/interim-answers.js';
import { failureKindOf } from './failure-kind.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import { isOfClientCertificate, tlsFaultOf } from '../../common/tls/faults.js';
import type { Answer, AnswerHead, AnswerHeaders, ForwardRequest } from './upstream-call.js';
import { UpstreamError, type UpstreamFailure } from './upstream-error.js';
import { decodersOf, type Source, Unpacker } from './unpacker.js';
import { withoutMark } from '../../common/json-text/bytes.js';
import { streamedBuffers } from '../../common/process/young-generation.js';

interface Call {
  request: ForwardRequest;
  deadlineMs: number;
  firstByteMs: number;
  clientStallMs: number;
  /** Of an answer as it is read: undici bounds it as it comes. */
  maxAnswerBytes: number;
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/** What an exchange holds while it runs. undici keeps the handler of a request for a while: it must not keep all this. */
interface Running {
  request: ForwardRequest;
  resolve: Call['resolve'];
  reject: Call['reject'];
  clock: CallClock;
  onClientGone: () => void;
  controller?: DispatchController;
  head?: AnswerHead;
  chunks: Buffer[];
  unpacker?: Unpacker;
  sink?: Writable;
}

type DispatchHandler = Dispatcher.DispatchHandler;
type DispatchController = Dispatcher.DispatchController;

/** One request to an upstream and its answer, as undici's handler: keeps the times, bounds the memory, settles once. */
export class Exchange implements DispatchHandler {
  private bytes = 0;
  private readonly maxAnswerBytes: number;
  /** Undefined once it is settled. */
  private running: Running | undefined;

  /** Starts the clock: waiting for a free connection counts. */
  constructor(
    private readonly upstream: UpstreamName,
    { request, deadlineMs, firstByteMs, clientStallMs, maxAnswerBytes, resolve, reject }: Call,
  ) {
    const onClientGone = (): void => {
      this.fail('client-gone');
    };
    const clock = new CallClock({ firstByteMs, deadlineMs, clientStallMs }, this);
    this.running = { request, resolve, reject, clock, onClientGone, chunks: [] };
    this.maxAnswerBytes = maxAnswerBytes;
    request.client?.on('close', onClientGone);
    if (request.body instanceof Readable) clock.follow(request.body);
  }

  onRequestStart(controller: DispatchController): void {
    if (this.running === undefined) controller.abort(new Error('given up before it was sent'));
    else this.running.controller = controller;
  }

  onResponseStart(controller: DispatchController, status: number, headers: AnswerHeaders): void {
    const { running } = this;
    if (running === undefined || status < 200) return;
    running.clock.head();
    running.head = { status, headers: combined(headers) };
    if (status >= 300 && status < 400) this.fail('redirect');
    else if (status < 300 && running.request.streamAtOnce?.(running.head.headers) === true)
      this.startStreaming(running, controller);
    else if (running.head.headers['content-encoding'] !== undefined) this.unpack(running, running.head, controller);
  }

  onResponseData(controller: DispatchController, chunk: Buffer): void {
    const unpacker = this.running?.unpacker;
    if (unpacker === undefined) this.take(controller, chunk);
    else unpacker.write(chunk);
  }

  onResponseEnd(): void {
    const unpacker = this.running?.unpacker;
    if (unpacker === undefined) this.finish();
    else unpacker.end();
  }

  onResponseError(_controller: DispatchController, error: Error): void {
    const { running } = this;
    const isSent = running?.controller !== undefined;
    if (running !== undefined && error instanceof errors.InvalidArgumentError) {
      // What the gateway made of the call is no request: nothing was sent, and the upstream is not to blame.
      this.settle(running);
      running.reject(error);
    } else if (running?.head === undefined && isOfClientCertificate(tlsFaultOf(error)))
      this.fail('unreachable', error, false);
    else this.fail(failureKindOf(error, { isSent, hasHead: running?.head !== undefined }), error, isSent);
  }

  /** What is in a coding that nobody asked for is read, judged and passed on without. */
  private unpack(running: Running, head: AnswerHead, controller: DispatchController): void {
    const decoders = decodersOf(head.headers);
    if (decoders === undefined) return;
    running.head = withoutCoding(head);
    running.unpacker = new Unpacker(decoders, { source: controller, reader: this, maxBytes: this.maxAnswerBytes });
  }

  take(source: Source, chunk: Buffer): void {
    const { running } = this;
    if (running?.head === undefined) return;
    this.bytes += chunk.length;
    if (running.sink !== undefined) {
      write(running.sink, chunk, { source, clock: running.clock });
      return;
    }
    running.chunks.push(chunk);
    if (this.bytes > running.request.bufferBytes) this.startStreaming(running, source);
  }

  finish(): void {
    const { running } = this;
    if (running?.head === undefined) return;
    this.settle(running);
    const { head, sink, chunks } = running;
    if (sink === undefined) {
      running.resolve({ kind: 'whole', ...head, body: withoutMark(joined(chunks)) });
      return;
    }
    sink.end();
    running.resolve({ kind: 'streamed', ...head, bytes: this.bytes });
  }

  private startStreaming(running: Running, source: Source): void {
    const { head, request, chunks, clock } = running;
    if (head === undefined) return;
    const bytes = joined(chunks);
    const start = withoutMark(bytes);
    const sink = request.openStream?.(start === bytes ? head : withoutLength(head), start);
    if (sink === undefined) {
      this.settle(running);
      running.resolve({ kind: 'truncated', ...head, body: start.subarray(0, request.bufferBytes) });
      source.abort(new Error('the rest is not needed'));
      return;
    }
    running.sink = sink;
    running.chunks = [];
    const goOn = (): void => {
      if (this.running === undefined) return;
      clock.release();
      source.resume();
    };
    // Who has gone takes no more, but what he had begun may have to be known whole.
    sink.on('drain', goOn).on('close', goOn);
    // Without a listener, a write to a connection that has just closed would end the process.
    sink.on('error', running.onClientGone);
    if (start.length > 0) write(sink, start, { source, clock });
  }

  fail(failure: UpstreamFailure, cause?: unknown, isSent = this.running?.controller !== undefined): void {
    const { running } = this;
    if (running === undefined) return;
    const { controller, head, sink, request } = running;
    if (failure === 'client-stalled' && request.client === undefined && sink !== undefined) {
      // He gets no more of it; the answer itself is read on, as where he had gone.
      sink.destroy();
      return;
    }
    this.settle(running);
    const hasBegun = head !== undefined || isCut(cause);
    running.reject(new UpstreamError(this.upstream, failure, isSent, { cause, hasBegun }));
    controller?.abort(new Error(failure));
  }

  private settle({ clock, request, onClientGone, unpacker }: Running): void {
    this.running = undefined;
    clock.stop();
    unpacker?.destroy();
    request.client?.off('close', onClientGone);
  }
}

function write(sink: Writable, chunk: Buffer, { source, clock }: { source: Source; clock: CallClock }): void {
  streamedBuffers.add(chunk.length);
  if (sink.destroyed || sink.write(chunk)) return;
  source.pause();
  clock.hold();
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
}
