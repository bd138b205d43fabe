import type { AnswerHeaders } from '../../clients/transport/exchange.js';
import { claimsJson, passedOn } from './headers.js';
import { toEnvelope, withoutData } from './envelope.js';
import type { AnswerMode, Row } from '../../routes/route.js';

const WHOLE_BYTES = 65_536;
/** Rewriting needs the whole answer in memory. The outliers are a few fields. */
const REWRITTEN_BYTES = 1_048_576;
const JSON_TYPE = 'application/json; charset=utf-8';
const EVENTS_TYPE = 'text/event-stream';
const EVENTS = /^text\/event-stream\b/i;
/** Of `inline` and `attachment` both: it may have a name behind it (RFC 6266, section 4). */
const DISPOSITION_TYPE = /^\s*[^\s;]*/;

/** How the answer of a row comes and goes. */
export interface AnswerHandling {
  /** What the upstream is asked for. */
  accept: string;
  /** What the client may tell beside what the row lists. */
  requestHeaders?: readonly string[];
  /** A success up to this size is sent on once it is complete; a larger one streams, where it may. */
  bufferBytes: number;
  streamAtOnce: boolean;
  /** Goes on until somebody closes it. */
  isOpenEnded?: boolean;
  /** Whether a success with these headers is what was asked for. A login page with status 200 is not. */
  isExpected: (headers: AnswerHeaders) => boolean;
  clientHeaders: (headers: AnswerHeaders) => Record<string, string>;
  /** Another text for the client; undefined where the upstream's makes no sense. Such answers never stream. */
  rewrite?: (text: string) => string | undefined;
}

const rewritten = (rewrite: AnswerHandling['rewrite']): AnswerHandling => ({
  accept: 'application/json, text/plain',
  bufferBytes: REWRITTEN_BYTES,
  streamAtOnce: false,
  isExpected: ({ 'content-encoding': encoding }) => encoding === undefined,
  clientHeaders: () => ({ 'content-type': JSON_TYPE }),
  ...(rewrite !== undefined && { rewrite }),
});

const ANSWER_MODES: Readonly<Record<AnswerMode, AnswerHandling>> = {
  json: {
    accept: 'application/json',
    bufferBytes: WHOLE_BYTES,
    streamAtOnce: false,
    isExpected: claimsJson,
    clientHeaders: (headers) => passedOn(headers, JSON_TYPE),
  },
  envelope: rewritten(toEnvelope),
  withheld: rewritten(withoutData),
  events: {
    accept: EVENTS_TYPE,
    requestHeaders: ['last-event-id'],
    isOpenEnded: true,
    bufferBytes: WHOLE_BYTES,
    streamAtOnce: true,
    isExpected: ({ 'content-type': type }) => typeof type === 'string' && EVENTS.test(type),
    clientHeaders: ({ 'content-encoding': coding }) => ({
      'content-type': EVENTS_TYPE,
      // For proxies on the way that would wait for more before they pass an event on.
      'x-accel-buffering': 'no',
      ...(typeof coding === 'string' && { 'content-encoding': coding }),
    }),
  },
  file: {
    accept: '*/*',
    bufferBytes: WHOLE_BYTES,
    streamAtOnce: true,
    isExpected: () => true,
    // A stored file is somebody's upload: a browser saves it, and never shows it as a page of this host.
    clientHeaders: (headers) => ({
      ...passedOn(headers, 'application/octet-stream'),
      'content-disposition': attachment(headers['content-disposition']),
    }),
  },
};

export function answerHandlingOf({ answer = 'json', conceal }: Row): AnswerHandling {
  return typeof conceal === 'object' ? acknowledged(conceal.message) : ANSWER_MODES[answer];
}

/** For a row that tells nothing but that it was done. */
function acknowledged(message: string): AnswerHandling {
  const text = JSON.stringify({ success: true, message });
  return rewritten(() => text);
}

function attachment(disposition: AnswerHeaders[string]): string {
  return typeof disposition === 'string' ? disposition.replace(DISPOSITION_TYPE, 'attachment') : 'attachment';
}
