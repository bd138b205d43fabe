import { IsArray, IsIn, IsInt, Max, Min } from 'class-validator';
import { IsIpRange } from './fields/ip-range.validator.js';
import { ListenerSettings } from './listener.settings.js';
import { ToNumber } from './fields/to-number.js';

const FORWARDED_HEADERS = ['x-forwarded-for', 'forwarded'] as const;
export type ForwardedHeader = (typeof FORWARDED_HEADERS)[number];

export class ServerSettings extends ListenerSettings {
  /** Addresses and networks (CIDR) of the proxies in front, who are believed when they tell the client's address. */
  @IsArray()
  @IsIpRange({ each: true })
  trustedProxies: string[] = [];

  /** The header that the nearest proxy writes. It passes others on as they came, so only this one is believed. */
  @IsIn(FORWARDED_HEADERS)
  forwardedHeader: ForwardedHeader = 'x-forwarded-for';

  /** Milliseconds an idle connection is kept. Longer than the load balancer in front keeps it, so that it closes first. */
  @ToNumber()
  @IsInt()
  @Min(1000)
  @Max(3_600_000)
  keepAliveMs = 75_000;

  /** Milliseconds a client may take to send its whole request: an upload of 16 MB over a slow line, but not for ever. */
  @ToNumber()
  @IsInt()
  @Min(1000)
  @Max(3_600_000)
  requestMs = 300_000;

  /** Milliseconds without a byte from a client that sends a body, or to one that reads a long answer. */
  @ToNumber()
  @IsInt()
  @Min(1000)
  @Max(600_000)
  clientStallMs = 30_000;
}
