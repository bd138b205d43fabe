import { IsArray, IsIn } from 'class-validator';
import { Flag } from '../fields/flag.js';
import { Integer } from '../fields/numbers.js';
import { Section } from '../fields/sections.js';
import { ListenHost } from '../fields/host.js';
import { IsIpRange, IsNarrowRange } from '../fields/ip-range.validator.js';

const FORWARDED_HEADERS = ['x-forwarded-for', 'forwarded'] as const;
export type ForwardedHeader = (typeof FORWARDED_HEADERS)[number];

export class ListenerSettings {
  @ListenHost()
  host = '127.0.0.1';

  /** 0 takes any free port. */
  @Integer({ min: 0, max: 65_535 })
  port: number;
}

/** Bodies that are read whole: all but uploads, which are streamed. */
export class BodySettings {
  /** Bytes of one whose sender has no login. */
  @Integer({ min: 1024, max: 1_048_576 })
  strangerBytes = 16_384;

  /** Milliseconds until the last byte of one whose sender has no login. */
  @Integer({ min: 100, max: 600_000 })
  strangerMs = 10_000;

  /** Milliseconds until the last byte of any other. */
  @Integer({ min: 100, max: 600_000 })
  ms = 60_000;

  /** Bytes of all that a process holds at once. */
  @Integer({ min: 1_048_576 })
  processBytes = 67_108_864;

  /** Bytes of all that a process holds at once from one client address. */
  @Integer({ min: 1_048_576 })
  addressBytes = 16_777_216;
}

/** Connections of one process; those beyond a bound are closed at once. */
export class ConnectionSettings {
  @Integer({ min: 1, max: 1_000_000 })
  max = 10_000;

  /** From one address, unless it is that of a trusted proxy. */
  @Integer({ min: 1, max: 1_000_000 })
  perAddress = 1000;
}

/** How much one process takes on at most. Above it, views are refused first, then reads, then writes. */
export class LoadSettings {
  /** Requests under way, event streams included. */
  @Integer({ min: 1, max: 1_000_000 })
  calls = 2000;

  /** Mean delay of the event loop, in milliseconds, where many requests are under way. */
  @Integer({ min: 10, max: 60_000 })
  eventLoopDelayMs = 200;
}

export class ServerSettings extends ListenerSettings {
  /** Addresses and networks (CIDR) of the proxies in front, who are believed when they tell the client's address. */
  @IsArray()
  @IsIpRange({ each: true })
  @IsNarrowRange({ each: true })
  trustedProxies: string[] = [];

  /** The header that the nearest proxy writes. It passes others on as they came, so only this one is believed. */
  @IsIn(FORWARDED_HEADERS)
  forwardedHeader: ForwardedHeader = 'x-forwarded-for';

  /** Milliseconds an idle connection is kept. Longer than the load balancer in front keeps it, so that it closes first. */
  @Integer({ min: 1000, max: 3_600_000 })
  keepAliveMs = 75_000;

  /** Milliseconds a client may take to send its whole request: an upload of 16 MB over a slow line, but not for ever. */
  @Integer({ min: 1000, max: 3_600_000 })
  requestMs = 300_000;

  /** Milliseconds without a byte from a client that sends a body, or to one that reads a long answer. */
  @Integer({ min: 1000, max: 600_000 })
  clientStallMs = 30_000;

  /** Milliseconds of silence after which an event stream gets a comment, for those on the way that close what is silent; 0: none. */
  @Integer({ min: 0, max: 600_000 })
  heartbeatMs = 15_000;

  /** Whether application tokens are obtained at the start, and `/readyz` waits for them: one attempt each, 10 s at most. */
  @Flag()
  warmUp = true;

  /** Seconds for which new connections are served after SIGTERM: whoever is in front must learn of it first. */
  @Integer({ min: 0, max: 600 })
  drainSeconds = 5;

  /** Seconds after SIGTERM when calls that are still under way are cut. */
  @Integer({ min: 1, max: 3600 })
  terminationSeconds = 60;

  @Section(() => BodySettings)
  bodies: BodySettings = new BodySettings();

  @Section(() => ConnectionSettings)
  connections: ConnectionSettings = new ConnectionSettings();

  @Section(() => LoadSettings)
  load: LoadSettings = new LoadSettings();
}
