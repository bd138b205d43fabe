import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Source } from '../../common/source.js';

@Source('cms-api/process-requests')
export class VerifyOtpDto {
  @ApiProperty({ example: '123456', format: 'password', writeOnly: true, pattern: '^\\d{6}$', description: '6 digits' })
  @Matches(/^\d{6}$/, { message: 'otp must be 6 digits' })
  otp: string;
}
