import { codeOf } from '../error-code.js';

/** The settings that an operator looks at. */
interface TlsSettingPaths {
  /** Such as `upstreams.wallet.baseUrl`. */
  address: string;
  /** Such as `upstreams.wallet.tls`. */
  tls: string;
}

interface TlsFaultEntry {
  /** What OpenSSL and Node.js call it, in the code of an error. */
  codes: RegExp;
  /** What is wrong, in words that follow the name of the server. */
  found: string;
  remedy: (settings: TlsSettingPaths) => string;
}

/** Why there is no connection to a server, or no TLS, in the order in which codes are looked up. */
const ENTRIES = {
  'address-not-allowed': {
    codes: /^ERR_ADDRESS_NOT_ALLOWED$/,
    found: 'its name leads to an address that is neither public nor in allowedNetworks',
    remedy: ({ address }) =>
      `correct the host in ${address}, or add its network to ${address.replace(/baseUrl$/, 'allowedNetworks')}`,
  },
  'tls-unknown-authority': {
    codes:
      /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE|INVALID_CA)$/,
    found: 'its certificate is self-signed or of an unknown authority',
    remedy: ({ address, tls }) => `correct the host in ${address}; an authority of your own stands in ${tls}.ca`,
  },
  'tls-wrong-name': {
    codes: /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/,
    found: 'its certificate is for another name',
    remedy: ({ address, tls }) => `use the certificate's name as host in ${address}, or say it in ${tls}.serverName`,
  },
  'tls-expired': {
    codes: /^CERT_HAS_EXPIRED$/,
    found: 'its certificate, or one above it, has expired',
    remedy: ({ address }) => `have the certificate of ${address} renewed, and check this machine's clock`,
  },
  'tls-not-yet-valid': {
    codes: /^CERT_NOT_YET_VALID$/,
    found: 'its certificate, or one above it, is not valid yet',
    remedy: ({ address }) => `check this machine's clock, then the certificate of ${address}`,
  },
  'tls-client-certificate-demanded': {
    codes: /_ALERT_CERTIFICATE_REQUIRED$/,
    found: 'it demands a client certificate',
    remedy: ({ tls }) => `set ${tls}.cert and ${tls}.key`,
  },
  'tls-client-certificate-refused': {
    codes:
      /_ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR)$/,
    found: 'it refuses the client certificate',
    remedy: ({ tls }) => `see that ${tls}.cert is valid, of an authority that it knows, and followed by its chain`,
  },
  'tls-version': {
    codes: /^ERR_SSL_UNSUPPORTED_PROTOCOL$|_ALERT_PROTOCOL_VERSION$/,
    found: 'TLS 1.2 or newer is not spoken',
    remedy: ({ address }) => `correct the host in ${address}: Migo speaks TLS 1.2 and newer`,
  },
  // Of TLS 1.2 this is also how a server says that a client certificate is missing (RFC 5246, section 7.4.6).
  'tls-handshake-refused': {
    codes: /_ALERT_HANDSHAKE_FAILURE$/,
    found: 'it refuses the handshake: a client certificate is missing, or no cipher is shared',
    remedy: ({ tls }) => `set ${tls}.cert and ${tls}.key where it wants them, else ask what it speaks`,
  },
  'tls-not-spoken': {
    codes: /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL)$/,
    found: 'no TLS is spoken on this port',
    remedy: ({ address }) => `correct the port in ${address}`,
  },
  'tls-spoken': {
    codes: /^ERR_TLS_SPOKEN$/,
    found: 'TLS is spoken on this port, and the settings say that it is not',
    remedy: ({ address, tls }) =>
      tls.startsWith('redis')
        ? `set ${tls}${address.endsWith('url') ? ', or write rediss:// in redis.url' : ''}, or correct the port in ${address}`
        : `write https:// in ${address}, or correct its port`,
  },
} satisfies Record<string, TlsFaultEntry>;

export type TlsFault = keyof typeof ENTRIES;

export const TLS_FAULTS: Readonly<Record<TlsFault, TlsFaultEntry>> = ENTRIES;
const NAMES = Object.keys(ENTRIES) as TlsFault[];

/** Of an error, or of what caused it. */
export function tlsFaultOf(error: unknown): TlsFault | undefined {
  const code = codeOf(error);
  return code === undefined ? undefined : NAMES.find((name) => TLS_FAULTS[name].codes.test(code));
}

export function isTlsFault(name: string): name is TlsFault {
  return Object.hasOwn(ENTRIES, name);
}

/** A server ends the handshake so: it has looked at nothing that was sent behind it (RFC 8446, section 4.4.2.4). */
export function isOfClientCertificate(fault: TlsFault | undefined): boolean {
  return fault === 'tls-client-certificate-demanded' || fault === 'tls-client-certificate-refused';
}
