import { codeOf } from '../../common/error-code.js';
import { TLS_FAULTS, tlsFaultOf } from '../../common/tls/faults.js';
import { failed, type Finding } from './finding.js';

/** What there is to say of a connection that failed for a known reason, and what to do. */
export function faultFinding(error: unknown, setting: string): Finding | undefined {
  const fault = tlsFaultOf(error);
  if (fault === undefined) return undefined;
  const { found, remedy } = TLS_FAULTS[fault];
  return failed(
    `${found} (${codeOf(error) ?? fault})`,
    remedy({ address: setting, tls: setting.replace(/baseUrl$/, 'tls') }),
  );
}
