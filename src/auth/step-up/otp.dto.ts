import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

export class VerifyOtpDto {
  @ApiProperty({ example: '123456', format: 'password', writeOnly: true, description: '6 digits' })
  @Matches(/^\d{6}$/, { message: 'otp must be 6 digits' })
  otp: string;
}
