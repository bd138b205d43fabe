import type { Redis } from 'ioredis';
import { isRefusedRight } from './rights.js';

/** A connection that breaks before it is subscribed is followed by another one, which subscribes again. */
export function keepSubscribed(listener: Redis, channel: string, onRefused: () => void = () => undefined): void {
  listener.on('ready', () => {
    listener.subscribe(channel).catch((error: unknown) => {
      if (isRefusedRight(error)) onRefused();
    });
  });
}
