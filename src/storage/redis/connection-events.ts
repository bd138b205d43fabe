import type { Cluster, Redis } from 'ioredis';
import { type TlsFault, tlsFaultOf } from '../../common/tls/faults.js';
import { isWrongDatabase, reasonOf } from './connection.js';

export interface RedisStoreEvents {
  onConnected: () => void;
  onDisconnected: (error: Error) => void;
  /** Of any connection: also one to a Sentinel. */
  onTlsFault?: (fault: TlsFault) => void;
  /** Its user lacks the right to hear of changes. */
  onUnheard?: () => void;
  onClosed?: () => void;
}

interface Connections {
  commands: Redis | Cluster;
  acknowledged: Redis | Cluster | undefined;
  listeners: readonly Redis[];
  /** Looks for what a connection that was closed does not tell. */
  protocolFault: () => Promise<TlsFault | undefined>;
}

/** Tells what becomes of the connections of a store. Every one has a listener for errors: without, an error would end the process. */
export function tell(
  events: RedisStoreEvents,
  { commands, acknowledged, listeners, protocolFault }: Connections,
): void {
  commands.on('ready', events.onConnected);
  commands.on('error', (error: Error) => {
    // ioredis would go on with the first database, which may be somebody else's.
    if (isWrongDatabase(error)) commands.disconnect(true);
    events.onDisconnected(reasonOf(error));
  });
  const tellFault = (fault: TlsFault | undefined): void => {
    if (fault !== undefined) events.onTlsFault?.(fault);
  };
  for (const connection of [commands, ...(acknowledged === undefined ? [] : [acknowledged]), ...listeners]) {
    connection.on('error', (error: Error) => {
      tellFault(tlsFaultOf(reasonOf(error)));
    });
    connection.on('reconnecting', () => {
      void protocolFault().then(tellFault);
    });
  }
}
