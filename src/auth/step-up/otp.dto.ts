import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { ONE_TIME_CODE } from '../../common/one-time-code.js';
import { Source } from '../../common/decorators/source.js';

@Source('gateway')
export class VerifyOtpDto {
  @ApiProperty({ example: '123456', format: 'password', writeOnly: true })
  @Matches(ONE_TIME_CODE, { message: 'otp must be a one-time code' })
  otp: string;
}
