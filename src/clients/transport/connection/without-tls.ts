import type { Answer } from '../upstream-call.js';

/** As nginx, Apache and Go answer a request that came without TLS, and was for nobody behind them. */
const WITHOUT_TLS =
  /plain HTTP (?:request was sent to HTTPS port|to an SSL-enabled server port)|HTTP request to an HTTPS server/;

/** Whether an answer is that of a server that speaks TLS to a request that came without. */
export function wasWithoutTls(origin: string, answer: Answer): boolean {
  if (answer.status !== 400 || answer.kind === 'streamed' || !origin.startsWith('http:')) return false;
  // Migo's own refusals are JSON, and may repeat what a caller has sent.
  return !String(answer.headers['content-type']).includes('json') && WITHOUT_TLS.test(answer.body.toString('latin1'));
}
