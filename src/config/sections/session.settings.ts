import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { SessionKind } from '../../common/caller-kinds.js';
import { IsKeyOf32Bytes } from '../fields/key.validator.js';
import { ToNumber } from '../fields/to-number.js';

export class SessionKeySettings {
  /** Written beside every encrypted value, so that old keys can still decrypt. */
  @Matches(/^[A-Za-z0-9_-]{1,32}$/)
  id: string;

  /** AES-256 key, base64. */
  @IsKeyOf32Bytes()
  secret: string;
}

/** The limits of one kind of caller, where they are not those of all. */
export class SessionLimitSettings {
  @IsOptional()
  @ToNumber()
  @IsInt()
  @Min(30)
  @Max(86_400)
  idleSeconds?: number;

  @IsOptional()
  @ToNumber()
  @IsInt()
  @Min(60)
  @Max(604_800)
  absoluteSeconds?: number;
}

export class SessionSettings {
  /** The first key encrypts, all decrypt. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique((key: SessionKeySettings) => key.id, { message: 'keys must have different ids' })
  @ValidateNested({ each: true })
  @Type(() => SessionKeySettings)
  keys: SessionKeySettings[];

  /** A session without a call ends after this time. */
  @ToNumber()
  @IsInt()
  @Min(30)
  @Max(86_400)
  idleSeconds = 1800;

  /** A session ends after this time, used or not. */
  @ToNumber()
  @IsInt()
  @Min(60)
  @Max(604_800)
  absoluteSeconds = 43_200;

  /** A login beyond them ends the one that was not used for longest. */
  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(400)
  perUser = 200;

  /** How long a verified one-time code opens the operations that need one. */
  @ToNumber()
  @IsInt()
  @Min(30)
  @Max(3600)
  stepUpSeconds = 300;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => SessionLimitSettings)
  operator?: SessionLimitSettings;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => SessionLimitSettings)
  cardholder?: SessionLimitSettings;
}

export interface SessionLimits {
  idleSeconds: number;
  absoluteSeconds: number;
}

export function sessionLimitsOf(sessions: SessionSettings, kind: SessionKind): SessionLimits {
  const { idleSeconds = sessions.idleSeconds, absoluteSeconds = sessions.absoluteSeconds } = sessions[kind] ?? {};
  return { idleSeconds, absoluteSeconds };
}
