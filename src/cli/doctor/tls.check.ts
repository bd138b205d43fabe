import { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { TLS_MIN_VERSION } from '../../clients/transport/upstream-transport.js';
import { codeOf } from './error-code.js';
import { failed, type Finding, ok, warning } from './finding.js';
import { hostOf, type Place, portOf } from './place.js';

const DAY_MS = 86_400_000;
const FEW_DAYS = 14;
const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

/** A handshake by the connector that the pool uses, with the pool's rules. */
export async function checkTls(place: Place): Promise<Finding> {
  const { url, setting } = place;
  if (url.protocol === 'http:') {
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
    return diagnosis(codeOf(error) ?? 'no handshake', setting);
  }
}

function handshake({ url, connectMs }: Place): Promise<TLSSocket> {
  const connect = buildConnector({ timeout: connectMs, minVersion: TLS_MIN_VERSION, allowH2: false });
  const { protocol, host } = url;
  return new Promise((resolve, reject) => {
    connect({ hostname: hostOf(url), host, protocol, port: String(portOf(url)) }, (error, socket) => {
      if (socket instanceof TLSSocket) resolve(socket);
      else reject(error ?? new Error('no TLS'));
    });
  });
}

function diagnosis(code: string, setting: string): Finding {
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return failed(
        `the certificate is self-signed or of an unknown authority (${code})`,
        `correct the host in ${setting}; a proxy or authority of your own is trusted with NODE_EXTRA_CA_CERTS`,
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return failed(
        `the certificate is for another name (${code})`,
        `use the certificate's name as host in ${setting}`,
      );
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return failed(
        `the certificate is out of its time (${code})`,
        `check this machine's clock, then the host in ${setting}`,
      );
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return failed(`no TLS is spoken on this port (${code})`, `correct the port in ${setting}`);
    case 'ERR_SSL_UNSUPPORTED_PROTOCOL':
    case 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION':
      return failed(
        `TLS 1.2 or newer is not spoken (${code})`,
        `correct the host in ${setting}: Migo speaks TLS 1.2 and newer`,
      );
    default:
      return failed(`the TLS handshake failed (${code})`, `check host and port in ${setting}, and proxies on the way`);
  }
}
