import { Type } from 'class-transformer';
import { IsInt, IsObject, Max, Min, ValidateNested } from 'class-validator';
import { ToNumber } from './to-number.js';

/** So many requests in a window, over all replicas. */
export class LimitSettings {
  @ToNumber()
  @IsInt()
  @Min(1)
  requests: number;

  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(86_400)
  seconds: number;

  static of(requests: number, seconds: number): LimitSettings {
    return Object.assign(new LimitSettings(), { requests, seconds });
  }
}

export class LimitsSettings {
  /** Calls without any login: per partner, operation and client address. */
  @IsObject()
  @ValidateNested()
  @Type(() => LimitSettings)
  public: LimitSettings = LimitSettings.of(60, 60);

  /** One-time codes of a named account asked for or tried, whatever the address and whoever does it. */
  @IsObject()
  @ValidateNested()
  @Type(() => LimitSettings)
  account: LimitSettings = LimitSettings.of(10, 900);

  /** One-time codes asked for, and wrong ones sent, by one session's user. */
  @IsObject()
  @ValidateNested()
  @Type(() => LimitSettings)
  otp: LimitSettings = LimitSettings.of(5, 900);
}
