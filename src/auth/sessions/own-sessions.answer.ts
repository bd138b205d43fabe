import { ApiProperty } from '@nestjs/swagger';
import type { SessionEntry } from './session-entry.js';
import { SESSION_TRANSPORTS, type SessionTransport } from './session-record.js';

const TIME = { type: String, format: 'date-time', example: '2026-11-21T10:00:00.000Z' };

/** One of the user's own sessions. */
export class OwnSessionAnswer implements SessionEntry {
  @ApiProperty({ example: '8f14e45f-ceea-467f-9d3b-0c6b1f6f2a11' })
  id: string;

  @ApiProperty({ enum: SESSION_TRANSPORTS, example: 'cookie' })
  transport: SessionTransport;

  @ApiProperty(TIME)
  createdAt: string;

  @ApiProperty({ ...TIME, description: 'To within 5 s' })
  lastUsedAt: string;

  @ApiProperty({ ...TIME, description: 'Used or not, the session ends then' })
  endsAt: string;

  @ApiProperty({ description: 'The session that asks' })
  current: boolean;
}

export class SessionsAnswer {
  @ApiProperty({ type: [OwnSessionAnswer] })
  sessions: OwnSessionAnswer[];
}
