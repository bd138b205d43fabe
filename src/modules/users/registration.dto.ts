import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsNotEmpty, IsOptional, IsString, ValidateIf } from 'class-validator';
import { SameAs } from './same-as.validator.js';

/**
 * Migo: wallet/cardholder-management. An `invitationCode` makes it Migo's `ExternalUserRegistrationDto`; without one it is
 * a direct registration, `CreateUserDto`, of which Migo publishes a sample only: nothing is required there.
 */
export class RegisterUserDto {
  @ApiPropertyOptional({
    example: 'INV-4F7K2M',
    description: "A branch's or lead's; chooses registration by invitation",
  })
  @ValidateIf(isInvited)
  @IsString()
  @IsNotEmpty()
  invitationCode?: string;

  @ApiPropertyOptional({ example: 'dev-9f3c', description: 'Began the registration; required by invitation' })
  @ValidateIf(isInvited)
  @IsString()
  @IsNotEmpty()
  deviceId?: string;

  @ApiPropertyOptional({ example: 'carla@shop.migo.test', format: 'email', description: 'Required by invitation' })
  @ValidateIf((body: RegisterUserDto) => isInvited(body) || body.username !== undefined)
  @IsEmail()
  username?: string;

  @ApiPropertyOptional({
    example: 'Wallet-Pass-9!',
    format: 'password',
    writeOnly: true,
    description: 'Required by invitation',
  })
  @ValidateIf(isInvited)
  @IsString()
  @IsNotEmpty()
  password?: string;

  @ApiPropertyOptional({
    example: 'Wallet-Pass-9!',
    format: 'password',
    writeOnly: true,
    description: 'The same as `password`; required by invitation',
  })
  @ValidateIf(isInvited)
  @IsString()
  @IsNotEmpty()
  @SameAs('password')
  confirmPassword?: string;

  @ApiPropertyOptional({ example: '1234567-8', description: 'Tax id' })
  @IsOptional()
  @IsString()
  nit?: string;

  @ApiPropertyOptional({ example: true })
  @IsOptional()
  @IsBoolean()
  termsAndConditionsAccepted?: boolean;

  @ApiPropertyOptional({ example: 'Carla' })
  @IsOptional()
  @IsString()
  firstName?: string;

  @ApiPropertyOptional({ example: 'Méndez' })
  @IsOptional()
  @IsString()
  lastName?: string;

  @ApiPropertyOptional({ example: '6a avenida 1-23, zona 1' })
  @IsOptional()
  @IsString()
  address?: string;

  @ApiPropertyOptional({ example: 'GTM', description: 'Country code, three letters in the sample' })
  @IsOptional()
  @IsString()
  countryOfBirth?: string;

  @ApiPropertyOptional({ example: 'Guatemala' })
  @IsOptional()
  @IsString()
  placeOfBirth?: string;

  @ApiPropertyOptional({ example: 'F', description: 'The values are not documented' })
  @IsOptional()
  @IsString()
  gender?: string;

  @ApiPropertyOptional({ example: 'soltero', description: 'The values are not documented' })
  @IsOptional()
  @IsString()
  maritalStatus?: string;

  @ApiPropertyOptional({ example: '+50255551234', description: 'With the country code' })
  @IsOptional()
  @IsString()
  phoneNumber?: string;
}

function isInvited({ invitationCode }: RegisterUserDto): boolean {
  return invitationCode !== undefined;
}
