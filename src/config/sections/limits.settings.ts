import { IsOptional } from 'class-validator';
import { Integer } from '../fields/numbers.js';
import { Section } from '../fields/sections.js';

/** So many requests in a window, over all replicas. */
export class LimitSettings {
  @Integer({ min: 1 })
  requests: number;

  @Integer({ min: 1, max: 86_400 })
  seconds: number;

  static of(requests: number, seconds: number): LimitSettings {
    return Object.assign(new LimitSettings(), { requests, seconds });
  }
}

/** A limit of all routes together. Classes with numbers of their own are counted apart. */
export class RouteLimitSettings extends LimitSettings {
  @IsOptional()
  @Section(() => LimitSettings)
  read?: LimitSettings;

  @IsOptional()
  @Section(() => LimitSettings)
  write?: LimitSettings;

  @IsOptional()
  @Section(() => LimitSettings)
  money?: LimitSettings;

  /** Pages of exports; without numbers of their own they are reads. */
  @IsOptional()
  @Section(() => LimitSettings)
  export?: LimitSettings;
}

export class LimitsSettings {
  /** Calls without any login: per partner, operation and client address. */
  @Section(() => LimitSettings)
  public: LimitSettings = LimitSettings.of(60, 60);

  /** The same of calls with a public application key, which no browser vouches for: per key, operation and client address. */
  @Section(() => LimitSettings)
  application: LimitSettings = LimitSettings.of(20, 60);

  /** One-time codes of a named account asked for or tried, whatever the address and whoever does it. */
  @Section(() => LimitSettings)
  account: LimitSettings = LimitSettings.of(10, 900);

  /** Wrong one-time codes of all accounts together that the users of a partner have, sent in the name of an account. */
  @Section(() => LimitSettings)
  partnerCodes: LimitSettings = LimitSettings.of(300, 900);

  /** One-time codes asked for by one session's user, and wrong ones sent by him, or by anybody in the name of his account. */
  @Section(() => LimitSettings)
  otp: LimitSettings = LimitSettings.of(5, 900);

  /** Wrong passwords of one account, or secrets of one service client from one client address. */
  @Section(() => LimitSettings)
  login: LimitSettings = LimitSettings.of(10, 900);

  /** Wrong passwords and secrets from one client address. */
  @Section(() => LimitSettings)
  loginAddress: LimitSettings = LimitSettings.of(100, 900);

  /** Handles from one client address that stand for no session, per process; beyond them Redis is not asked for any it has not read lately. */
  @Section(() => LimitSettings)
  unknownHandles: LimitSettings = LimitSettings.of(100, 60);

  /** Logins from one client address, right or wrong. */
  @Section(() => LimitSettings)
  addressLogins: LimitSettings = LimitSettings.of(600, 900);

  /** Calls of one user, service client, or address without a login. */
  @IsOptional()
  @Section(() => RouteLimitSettings)
  caller?: RouteLimitSettings;

  /** Calls from one client address, of one partner. */
  @IsOptional()
  @Section(() => RouteLimitSettings)
  address?: RouteLimitSettings;

  /** Calls of all callers of one partner. */
  @IsOptional()
  @Section(() => RouteLimitSettings)
  partner?: RouteLimitSettings;

  /** How many gateways share the limits of routes: while Redis is away each takes its part of them. */
  @Integer({ min: 1, max: 1000 })
  replicas = 2;

  /**
   * Milliseconds. Refused logins, and answers that could tell whether an account exists, come at a multiple of it after the
   * request began, so that Migo's times do not tell either.
   */
  @Integer({ min: 1, max: 5000 })
  refusalStepMs = 1000;
}
