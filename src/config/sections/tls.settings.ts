import { IsOptional, Matches } from 'class-validator';
import { IsCertificates, IsPrivateKey } from '../fields/certificate.validator.js';

/** How a server is trusted, and what it is shown. PEM, mostly of a file; a changed one holds for new connections at once. */
export class TlsSettings {
  /** Authorities that may have signed its certificate, in place of the public ones. */
  @IsOptional()
  @IsCertificates()
  ca?: string;

  /** A client certificate, with those between it and its authority. */
  @IsOptional()
  @IsCertificates()
  cert?: string;

  @IsOptional()
  @IsPrivateKey()
  key?: string;

  /** The name in its certificate, where it is reached by another one. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9.-]{1,253}$/, { message: '$property must be a host name' })
  serverName?: string;
}

/** TLS of a listener. PEM; a changed one holds for new connections at once. */
export class TlsServerSettings {
  /** Its certificate, with those between it and its authority. */
  @IsCertificates()
  cert: string;

  @IsPrivateKey()
  key: string;

  /** Authorities by whose client certificates somebody is known: they should sign nobody else's. */
  @IsOptional()
  @IsCertificates()
  clientCa?: string;
}

/** As Node.js calls them. */
interface TlsOptions {
  ca?: string;
  cert?: string;
  key?: string;
  servername?: string;
}

/** What to connect with now: asked for at each connection, it is never what a file held before. */
export function tlsOptionsOf({ tls }: { tls?: TlsSettings }): TlsOptions {
  const { ca, cert, key, serverName } = tls ?? {};
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(serverName !== undefined && { servername: serverName }),
  };
}
