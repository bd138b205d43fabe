import { connect, type ConnectionOptions } from 'node:tls';
import { AbstractConnector, type RedisOptions, type SentinelConnectionOptions, SentinelConnector } from 'ioredis';
import type { RedisSettings } from '../../config/sections/redis.settings.js';
import { tlsOptionsOf } from '../../config/sections/tls.settings.js';

const TLS_OPTIONS = ['ca', 'cert', 'key', 'servername'] as const;

type Stream = Awaited<ReturnType<AbstractConnector['connect']>>;

export function isSecured({ tls, url }: RedisSettings): boolean {
  return tls !== undefined || url?.startsWith('rediss:') === true;
}

/** What ioredis is given for TLS; nothing where there is none. */
export function tlsOf(settings: RedisSettings): Pick<RedisOptions, 'tls' | 'Connector'> {
  return isSecured(settings) ? { tls: currentTls(settings), Connector: TlsConnector } : {};
}

/** ioredis keeps this object and copies it for each connection, which so gets what the settings hold at that time. */
function currentTls(settings: RedisSettings): ConnectionOptions {
  return Object.defineProperties<ConnectionOptions>(
    {},
    Object.fromEntries(
      TLS_OPTIONS.map((name) => [name, { enumerable: true, get: () => tlsOptionsOf(settings)[name] }]),
    ),
  );
}

/**
 * Connections of ioredis listen for one error. Of TLS there may be two, as where a server refuses a client certificate or the
 * handshake is given up: the second would end the process.
 */
function withoutUncaught(stream: Stream): Stream {
  stream.on('error', () => undefined);
  return stream;
}

/** To one node. */
class TlsConnector extends AbstractConnector {
  private readonly options: RedisOptions;

  /** `options` are what the connection was made with: by its type ioredis gives anything. */
  constructor(options: unknown) {
    const own = options as RedisOptions;
    super(own.disconnectTimeout ?? 0);
    this.options = own;
  }

  connect(): Promise<Stream> {
    const { host, port, tls } = this.options;
    this.connecting = true;
    return new Promise((resolve, reject) => {
      // ioredis may give it up in this turn.
      process.nextTick(() => {
        if (!this.connecting) {
          reject(new Error('Connection is closed.'));
          return;
        }
        this.stream = withoutUncaught(
          connect({ ...(host !== undefined && { host }), ...(port !== undefined && { port }), ...tls }),
        );
        this.stream.once('error', (error: Error) => {
          this.firstError = error;
        });
        resolve(this.stream);
      });
    });
  }
}

/** To the primary that Sentinels name. */
export class SentinelTlsConnector extends SentinelConnector {
  constructor(options: unknown) {
    super(options as SentinelConnectionOptions);
  }

  override async connect(emit: Parameters<SentinelConnector['connect']>[0]): Promise<Stream> {
    return withoutUncaught(await super.connect(emit));
  }
}

// The connections to Sentinels are made in there, and nobody else gets hold of them.
const CONNECT_TO_SENTINEL = 'connectToSentinel';
const connectToSentinel: unknown = Reflect.get(SentinelConnector.prototype, CONNECT_TO_SENTINEL);
Object.defineProperty(SentinelTlsConnector.prototype, CONNECT_TO_SENTINEL, {
  value(this: SentinelConnector, endpoint: unknown, options?: object): unknown {
    if (typeof connectToSentinel !== 'function') throw new Error(`ioredis has no ${CONNECT_TO_SENTINEL} any more`);
    return Reflect.apply(connectToSentinel, this, [endpoint, { ...options, Connector: TlsConnector }]);
  },
});
