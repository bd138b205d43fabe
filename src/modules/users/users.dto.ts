import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsNotEmpty, IsOptional, IsString } from 'class-validator';

/** Migo: wallet/pin-management, by its samples: what they all have is required. */
export class RequestUserOtpDto {
  @ApiProperty({ example: 'jose@wallet.migo.test', format: 'email' })
  @IsEmail()
  email: string;

  @ApiProperty({ example: 'pin_change', description: 'What the code is for; other values are not documented' })
  @IsString()
  @IsNotEmpty()
  purpose: string;
}

export class VerifyUserOtpDto extends RequestUserOtpDto {
  @ApiProperty({
    example: '123456',
    format: 'password',
    writeOnly: true,
    description: 'One-time code; six digits in the sample, the length is not documented',
  })
  @IsString()
  @IsNotEmpty()
  otp: string;
}

/** Migo documents that a role is given, not its field: any other field is passed on too (docs/adr/0001-assumptions-about-migo.md). */
export class CreateInvitationCodeDto {
  @ApiPropertyOptional({ example: 'cashier', description: 'Role of who uses the code: `admin`, `cashier`' })
  @IsOptional()
  @IsString()
  role?: string;
}
