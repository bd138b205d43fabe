import { IsBoolean, IsEmail, IsNotEmpty, IsString, ValidateIf } from 'class-validator';
import { Source } from '../../common/decorators/source.js';
import { Conditions, having } from '../../openapi/conditions.js';
import { BOOLEAN, nullable, TEXT } from '../../routes/shape.js';
import { OpenField } from '../open-field.js';
import { SameAs } from './same-as.validator.js';

/** RFC 5321 allows what validator.js calls unusual: hosts without a dot, addresses in brackets, long names. */
const ANY_EMAIL = { require_tld: false, allow_ip_domain: true, allow_underscores: true, ignore_max_length: true };

/**
 * An `invitationCode` makes it Migo's `ExternalUserRegistrationDto`; without one it is a direct registration,
 * `CreateUserDto`, of which Migo publishes a sample only: nothing is judged there.
 */
@Source('wallet/cardholder-management')
@Conditions({
  if: having('invitationCode', {}),
  then: {
    required: ['deviceId', 'username', 'password', 'confirmPassword'],
    properties: {
      invitationCode: TEXT,
      deviceId: TEXT,
      username: { type: 'string', format: 'email' },
      password: { type: 'string', minLength: 1 },
      confirmPassword: { type: 'string', minLength: 1 },
      nit: nullable(TEXT),
      termsAndConditionsAccepted: nullable(BOOLEAN),
    },
  },
})
export class RegisterUserDto {
  @OpenField({ example: 'INV-4F7K2M', description: "A branch's or lead's; chooses registration by invitation" })
  @IfInvited()
  @IsString()
  invitationCode?: string;

  @OpenField({ example: 'dev-9f3c', description: 'Began the registration; required by invitation' })
  @IfInvited()
  @IsString()
  deviceId?: string;

  @OpenField({ example: 'carla@shop.migo.test', description: 'An e-mail address, and required, by invitation' })
  @Source('wallet/cardholder-management', 'RFC 5321')
  @IfInvited()
  @IsEmail(ANY_EMAIL)
  username?: string;

  @OpenField({
    example: 'Wallet-Pass-9!',
    format: 'password',
    writeOnly: true,
    description: 'Required by invitation',
  })
  @IfInvited()
  @IsString()
  @IsNotEmpty()
  password?: string;

  @OpenField({
    example: 'Wallet-Pass-9!',
    format: 'password',
    writeOnly: true,
    description: 'The same as `password`; required by invitation',
  })
  @IfInvited()
  @IsString()
  @IsNotEmpty()
  @SameAs('password')
  confirmPassword?: string;

  @OpenField({ example: '1234567-8', description: 'Tax id; a text by invitation' })
  @IfInvited('nit')
  @IsString()
  nit?: string;

  @OpenField({ example: true, description: 'A boolean by invitation' })
  @IfInvited('termsAndConditionsAccepted')
  @IsBoolean()
  termsAndConditionsAccepted?: boolean;

  @OpenField({ example: 'Carla' })
  firstName?: unknown;

  @OpenField({ example: 'Méndez' })
  lastName?: unknown;

  @OpenField({ example: '6a avenida 1-23, zona 1' })
  address?: unknown;

  @OpenField({ example: 'GTM', description: 'Country code, three letters in the sample' })
  countryOfBirth?: unknown;

  @OpenField({ example: 'Guatemala' })
  placeOfBirth?: unknown;

  @OpenField({ example: 'F', description: 'The values are not documented' })
  gender?: unknown;

  @OpenField({ example: 'soltero', description: 'The values are not documented' })
  maritalStatus?: unknown;

  @OpenField({ example: '+50255551234', description: 'With the country code' })
  phoneNumber?: unknown;
}

/** The rules of the field hold for a registration by invitation; those of an optional one, where it is given. */
function IfInvited(optional?: keyof RegisterUserDto): PropertyDecorator {
  return ValidateIf(
    (body: RegisterUserDto) =>
      body.invitationCode !== undefined && (optional === undefined || (body[optional] ?? undefined) !== undefined),
  );
}
