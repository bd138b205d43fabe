import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { TokenState } from '../../credentials/token-record.js';
import { SESSION_KINDS, type SessionKind } from '../../common/caller-kinds.js';
import type { SessionView } from './session.view.js';

class UserAnswer {
  @ApiProperty({ example: '501' })
  id: string;

  @ApiPropertyOptional({ example: 'ana@demo.migo.test', description: 'Of an operator' })
  email?: string;

  @ApiPropertyOptional({ description: 'Of a cardholder' })
  username?: string;

  @ApiProperty({ example: 'Ana Morales' })
  name: string;
}

class SecondsLeftAnswer {
  @ApiProperty({ type: 'integer', example: 1800, description: 'Starts again with every call, to within 5 s' })
  idle: number;

  @ApiProperty({ type: 'integer', example: 43_200 })
  absolute: number;
}

class CredentialsAnswer {
  @ApiPropertyOptional({ type: String, example: 'active', description: 'Of an operator' })
  cms?: TokenState;

  @ApiPropertyOptional({ type: String, description: 'Of a cardholder' })
  wallet?: TokenState;
}

/** `SessionView` for the OpenAPI document. */
export class SessionAnswer implements SessionView {
  @ApiProperty({ enum: SESSION_KINDS, example: 'operator' })
  caller: SessionKind;

  @ApiProperty({ example: 'demo' })
  partner: string;

  @ApiProperty()
  user: UserAnswer;

  @ApiProperty()
  secondsLeft: SecondsLeftAnswer;

  @ApiProperty({ description: 'State of each upstream credential that belongs to the user' })
  credentials: CredentialsAnswer;

  @ApiProperty({ type: 'integer', example: 0, description: 'How long a verified one-time code still counts' })
  stepUpSecondsLeft: number;
}

export class SteppedUpAnswer extends SessionAnswer {
  @ApiPropertyOptional({
    example: 'vJ2Zk0m8sQwT4rX9bC1nE6yH3uL7pD5aF0gK2iO8tRc',
    description: 'With `transport: "token"` only: send it as `Authorization: Bearer`',
  })
  sessionToken?: string;
}

export class LoginAnswer extends SteppedUpAnswer {
  @ApiPropertyOptional({
    example: 'k1.9bC1nE6yH3uL7pD5aF0gK2iO8tRcvJ2Zk0m8sQwT4rX',
    description:
      'After a login with `transport: "token"`: keep it on the device, and send it with the next login there',
  })
  deviceToken?: string;
}
