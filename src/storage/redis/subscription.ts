import type { Redis } from 'ioredis';

/** A connection that breaks before it is subscribed is followed by another one, which subscribes again. */
export function keepSubscribed(listener: Redis, channel: string): void {
  listener.on('ready', () => {
    listener.subscribe(channel).catch(() => undefined);
  });
}
