import { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { TLS_MIN_VERSION } from '../../clients/transport/connection/client-options.js';
import { tlsOptionsOf } from '../../config/sections/tls.settings.js';
import { speaksTls, TlsSpokenError } from '../../common/tls/spoken.js';
import { codeOf } from '../../common/error-code.js';
import { failed, type Finding, ok, warning } from './finding.js';
import { hostOf, type Place, portOf } from './place.js';
import { faultFinding } from './tls-fault.finding.js';

const DAY_MS = 86_400_000;
const FEW_DAYS = 14;
const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

/** A handshake by the connector that the pool uses, with the pool's rules. */
export async function checkTls(place: Place): Promise<Finding> {
  const { url, setting, connectMs } = place;
  if (url.protocol === 'http:') {
    const isSpoken = await speaksTls({ host: hostOf(url), port: portOf(url), shownMs: connectMs });
    const known = isSpoken ? faultFinding(new TlsSpokenError(), setting) : undefined;
    if (known !== undefined) return known;
    return LOOPBACK.test(hostOf(url))
      ? ok('no TLS (loopback)')
      : warning('no TLS: tokens and card data can be read on the way', `use https in ${setting}`);
  }
  try {
    const socket = await handshake(place);
    const days = Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - Date.now()) / DAY_MS);
    const found = `${socket.getProtocol() ?? 'TLS'}; the certificate is valid for ${days} more days`;
    socket.destroy();
    return days < FEW_DAYS ? warning(found, `have the certificate of ${setting} renewed`) : ok(found);
  } catch (error) {
    return diagnosis(error, setting);
  }
}

function handshake(place: Place): Promise<TLSSocket> {
  const { url, connectMs } = place;
  const connect = buildConnector({
    timeout: connectMs,
    minVersion: TLS_MIN_VERSION,
    allowH2: false,
    ...tlsOptionsOf(place),
  });
  const { protocol, host } = url;
  return new Promise((resolve, reject) => {
    connect({ hostname: hostOf(url), host, protocol, port: String(portOf(url)) }, (error, socket) => {
      if (socket instanceof TLSSocket) resolve(socket);
      else reject(error ?? new Error('no TLS'));
    });
  });
}

function diagnosis(error: unknown, setting: string): Finding {
  return (
    faultFinding(error, setting) ??
    failed(
      `the TLS handshake failed (${codeOf(error) ?? 'no handshake'})`,
      `check host and port in ${setting}, and proxies on the way`,
    )
  );
}
