import { ArrayNotEmpty, ArrayUnique, IsOptional, Matches } from 'class-validator';
import { Integer } from '../fields/numbers.js';
import { Section, SectionList } from '../fields/sections.js';
import type { SessionKind } from '../../common/caller-kinds.js';
import { IsKeyOf32Bytes } from '../fields/key.validator.js';

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
  @Integer({ min: 1, max: 86_400 })
  idleSeconds?: number;

  @IsOptional()
  @Integer({ min: 1, max: 604_800 })
  absoluteSeconds?: number;
}

export class SessionSettings {
  /** The first key encrypts, all decrypt. */
  @SectionList(() => SessionKeySettings)
  @ArrayNotEmpty()
  @ArrayUnique((key: SessionKeySettings) => key.id, { message: 'keys must have different ids' })
  keys: SessionKeySettings[];

  /** A session without a call ends after this time. */
  @Integer({ min: 1, max: 86_400 })
  idleSeconds = 1800;

  /** A session ends after this time, used or not. */
  @Integer({ min: 1, max: 604_800 })
  absoluteSeconds = 43_200;

  /** A login beyond them ends the one that was not used for longest. */
  @Integer({ min: 1, max: 400 })
  perUser = 200;

  /** How long a verified one-time code opens the operations that need one. */
  @Integer({ min: 1, max: 3600 })
  stepUpSeconds = 300;

  @IsOptional()
  @Section(() => SessionLimitSettings)
  operator?: SessionLimitSettings;

  @IsOptional()
  @Section(() => SessionLimitSettings)
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
