import type { UpstreamTransport } from '../../clients/transport/upstream-transport.js';
import { failureText } from './failure-text.js';
import { failed, type Finding, ok, skipped, warning } from './finding.js';

const WRONG_SECONDS = 30;
const DOUBTFUL_SECONDS = 10;
/** Documented on the Wallet Gateway; elsewhere a 404 tells the time as well. */
const PATH = '/health';

/** Signed times and expiries need clocks that agree. `Date` of an answer (RFC 9110, 6.6.1) has whole seconds. */
export async function checkClock(transport: UpstreamTransport, setting: string): Promise<Finding> {
  const sentAt = Date.now();
  try {
    const { headers } = await transport.axios.get<string>(PATH);
    const now = (sentAt + Date.now()) / 2;
    const date: unknown = headers['date'];
    const theirs = typeof date === 'string' ? Date.parse(date) : NaN;
    if (Number.isNaN(theirs)) return skipped('its answer has no Date');
    return compare(Math.round((now - theirs - 500) / 1000));
  } catch (error) {
    return failed(failureText(error), `check ${setting}: something else than Migo may answer there`);
  }
}

function compare(seconds: number): Finding {
  if (Math.abs(seconds) <= DOUBTFUL_SECONDS) return ok(`differs from ours by ${Math.abs(seconds)} s`);
  const found = `our clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} this upstream's`;
  const change = "set this machine's clock by NTP; signed times (signaturePayload) and the life of tokens depend on it";
  return Math.abs(seconds) > WRONG_SECONDS ? failed(found, change) : warning(found, change);
}
