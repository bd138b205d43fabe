import type { UpstreamSettings } from '../../config/sections/upstream.settings.js';
import { sharedClock } from '../../storage/shared-clock.js';
import { parseJson } from '../../common/json.js';
import { UpstreamError } from '../transport/upstream-error.js';
import type { UpstreamTransport } from '../transport/upstream-transport.js';
import { readTokens } from './read-tokens.js';
import { toldStatus } from './told-status.js';
import type { TokenOutcome } from './token-outcome.js';

export interface TokenCall {
  path: string;
  body: Readonly<Record<string, string>>;
  /** The application token, where the call needs one. */
  bearer?: string;
  timeoutMs?: number;
  /** Whether an answer refuses what was sent. Default: Migo's 401, and what a validation or a guard in front of it would say. */
  isRefusal?: (answer: { status: number; text: string }) => boolean;
}

const REFUSALS = new Set([400, 401, 403, 422]);

/** One login or refresh at any of Migo's token endpoints, which all answer alike. Never throws. */
export async function callTokenEndpoint(
  transport: UpstreamTransport,
  settings: UpstreamSettings,
  { path, body, bearer, timeoutMs, isRefusal = ({ status }) => REFUSALS.has(status) }: TokenCall,
): Promise<TokenOutcome> {
  const calledAt = sharedClock.now();
  try {
    const answer = await transport.tokenAxios.post<string>(path, body, {
      ...(timeoutMs !== undefined && { timeout: timeoutMs }),
      headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
    });
    const { data: text } = answer;
    const status = toldStatus(answer.status, text);
    if (isRefusal({ status, text })) return { kind: 'refused', status, text };
    if (status >= 300) return { kind: 'unavailable', status, cause: new Error(`status ${status}`) };
    const parsed = parseJson(text);
    const tokens = readTokens({ body: parsed, calledAt, date: answer.headers['date'] }, settings);
    // A success without tokens may well have spent the refresh token.
    if (tokens === undefined) return { kind: 'unknown', cause: new Error('the answer holds no tokens') };
    return { kind: 'ok', tokens, answer: parsed };
  } catch (error) {
    const sent = !(error instanceof UpstreamError) || error.sent;
    return { kind: sent ? 'unknown' : 'unavailable', cause: error };
  }
}
