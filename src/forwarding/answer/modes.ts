import { saysNo } from '../../clients/migo/told-status.js';
import type { AnswerHeaders } from '../../clients/transport/upstream-call.js';
import { bareSuccess, isPage } from './bare-success.js';
import { toEnvelope, withoutData } from './envelope.js';
import { looksLikeJson, withoutMark } from '../../common/json-text/bytes.js';
import { claimsJson, namesJson, passedOn, streamsAsJson } from './headers.js';
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
  /** By its headers: whether a success streams from its first byte on. */
  streamAtOnce?: (headers: AnswerHeaders) => boolean;
  /** Goes on until somebody closes it. */
  isOpenEnded?: boolean;
  clientHeaders: (headers: AnswerHeaders) => Record<string, string>;
  /** Whether a success that begins so may go to the client as it comes; without it none may. */
  mayStream?: (headers: AnswerHeaders, start: Buffer) => boolean;
  /** What the client gets of a success that is complete; undefined where it makes no sense. */
  whole: (headers: AnswerHeaders, body: Buffer) => Buffer | string | undefined;
}

const rewritten = (rewrite: (text: string) => string | undefined): AnswerHandling => ({
  accept: 'application/json, text/plain',
  bufferBytes: REWRITTEN_BYTES,
  clientHeaders: () => ({ 'content-type': JSON_TYPE }),
  whole: (headers, body) => {
    if (headers['content-encoding'] !== undefined) return undefined;
    const text = withoutMark(body).toString('utf8');
    return isPage(headers, text) ? undefined : rewrite(text);
  },
});

const isEvents = ({ 'content-type': type }: AnswerHeaders): boolean => typeof type === 'string' && EVENTS.test(type);

const JSON_ANSWER: AnswerHandling = {
  accept: 'application/json',
  bufferBytes: WHOLE_BYTES,
  clientHeaders: (headers) => {
    const passed = passedOn(headers, JSON_TYPE);
    // HTML is dangerous in a browser, and what it calls so is none.
    if (!claimsJson(headers)) passed['content-type'] = JSON_TYPE;
    return passed;
  },
  mayStream: streamsAsJson,
  whole: (headers, body) => {
    if (headers['content-encoding'] !== undefined) return claimsJson(headers) ? body : undefined;
    const text = withoutMark(body);
    return looksLikeJson(text) ? text : bareSuccess(headers, text);
  },
};

const FILE: AnswerHandling = {
  accept: '*/*',
  bufferBytes: WHOLE_BYTES,
  streamAtOnce: (headers) => !namesJson(headers),
  // A stored file is somebody's upload: a browser saves it, and never shows it as a page of this host.
  clientHeaders: (headers) => ({
    ...passedOn(headers, 'application/octet-stream'),
    'content-disposition': attachment(headers['content-disposition']),
  }),
  mayStream: (headers, start) => !namesJson(headers) || !saysNo(start.toString('latin1')),
  whole: (_headers, body) => body,
};

/** What may be JSON as well as anything. */
const ofAny = (headers: AnswerHeaders): AnswerHandling => (namesJson(headers) ? JSON_ANSWER : FILE);

const ANSWER_MODES: Readonly<Record<AnswerMode, AnswerHandling>> = {
  json: JSON_ANSWER,
  envelope: rewritten(toEnvelope),
  withheld: rewritten(withoutData),
  // A 2xx is a success, also without events: of a batch that is done, say (docs/adr/0001).
  events: {
    accept: EVENTS_TYPE,
    requestHeaders: ['last-event-id'],
    isOpenEnded: true,
    bufferBytes: WHOLE_BYTES,
    streamAtOnce: isEvents,
    clientHeaders: (headers) => (isEvents(headers) ? eventHeaders(headers) : JSON_ANSWER.clientHeaders(headers)),
    mayStream: isEvents,
    whole: (headers, body) => (isEvents(headers) ? body : JSON_ANSWER.whole(headers, body)),
  },
  file: FILE,
  any: {
    accept: FILE.accept,
    bufferBytes: WHOLE_BYTES,
    clientHeaders: (headers) => ofAny(headers).clientHeaders(headers),
    mayStream: (headers, start) => ofAny(headers).mayStream?.(headers, start) === true,
    whole: (headers, body) => ofAny(headers).whole(headers, body),
  },
};

export function answerHandlingOf({ answer = 'json', conceal, accept }: Row): AnswerHandling {
  if (typeof conceal === 'object') return acknowledged(conceal.message);
  const handling = ANSWER_MODES[answer];
  return accept === undefined ? handling : { ...handling, accept };
}

/** The answer of a row that tells nothing but that it was done. */
function acknowledged(message: string): AnswerHandling {
  const text = JSON.stringify({ success: true, message });
  return rewritten(() => text);
}

function attachment(disposition: AnswerHeaders[string]): string {
  return typeof disposition === 'string' ? disposition.replace(DISPOSITION_TYPE, 'attachment') : 'attachment';
}

function eventHeaders({ 'content-encoding': coding }: AnswerHeaders): Record<string, string> {
  return {
    'content-type': EVENTS_TYPE,
    // Proxies on the way would wait for more before they pass an event on.
    'x-accel-buffering': 'no',
    ...(typeof coding === 'string' && { 'content-encoding': coding }),
  };
}
