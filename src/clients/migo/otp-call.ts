import type { UpstreamSettings } from '../../config/sections/upstream.settings.js';
import { sharedClock } from '../../storage/shared-clock.js';
import { isRecord, parseJson } from '../../common/json.js';
import { UpstreamError } from '../transport/upstream-error.js';
import type { UpstreamTransport } from '../transport/upstream-transport.js';
import { readTokens } from './read-tokens.js';
import { toldStatus } from './told-status.js';
import type { Tokens } from './token-outcome.js';

/** What is sent to ask for a one-time code, or with `otp` to verify it. */
export interface OtpCall {
  email: string;
  purpose: string;
  otp?: string;
}

export type OtpOutcome =
  /** With the tokens of an elevated session, where Migo gives some. */
  | { kind: 'ok'; tokens: Tokens | undefined }
  /** The code is wrong, or the user may not have one. */
  | { kind: 'refused'; status: number }
  /** An answer that says neither that the code is right nor that it is wrong. */
  | { kind: 'unproven'; cause: unknown }
  /** A token is what Migo does not accept, and not the code. */
  | { kind: 'token-refused'; text: string }
  | { kind: 'unavailable'; cause: unknown };

interface OtpRequest {
  path: string;
  call: OtpCall;
  headers: Readonly<Record<string, string>>;
  /** Whether a right code is answered with the token of an elevated session. */
  elevates: boolean;
}

/** One call of a one-time code operation, which both APIs that have it spell alike (docs/adr/0001). Never throws. */
export async function callOtpEndpoint(
  transport: UpstreamTransport,
  settings: UpstreamSettings,
  { path, call, headers, elevates }: OtpRequest,
): Promise<OtpOutcome> {
  const calledAt = sharedClock.now();
  try {
    const answer = await transport.axios.request<string>({
      method: call.otp === undefined ? 'POST' : 'PUT',
      url: path,
      data: call,
      headers,
      timeout: settings.deadlineMs,
    });
    const { data } = answer;
    // A wrong code that came with a 2xx must not open a window.
    const status = toldStatus(answer.status, data);
    if (status < 300) {
      const date: unknown = answer.headers['date'];
      const body = parseJson(data);
      const tokens = readTokens({ body, calledAt, date }, settings);
      const isProven = isRecord(body) && body['success'] === true && (tokens !== undefined || !elevates);
      if (call.otp !== undefined && !isProven) return { kind: 'unproven', cause: new Error(`status ${status}`) };
      return { kind: 'ok', tokens };
    }
    // A wrong code may be a 401 as well; only one that speaks of a token means the token.
    if (status === 401 && /token/i.test(data)) return { kind: 'token-refused', text: data };
    if (status < 500 && status !== 429) return { kind: 'refused', status };
    return { kind: 'unavailable', cause: new Error(`status ${status}`) };
  } catch (error) {
    return {
      kind: 'unavailable',
      cause: error instanceof UpstreamError ? error : new Error('no answer', { cause: error }),
    };
  }
}
