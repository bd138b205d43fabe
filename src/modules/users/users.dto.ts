import { Conditions, having } from '../../openapi/conditions.js';
import { OpenBodyDto } from '../../routes/open-body.dto.js';
import { OpenField } from '../open-field.js';

/** Known from samples (wallet/pin-management). */
/** Whose code or password it is must be known before it is counted: no account, no call. */
const NAMES_ACCOUNT = { allOf: [having('email', { type: 'string', pattern: '\\S' })] };

@Conditions(NAMES_ACCOUNT)
export class RequestUserOtpDto {
  @OpenField({ example: 'jose@wallet.migo.test' })
  email?: unknown;

  @OpenField({ example: 'pin_change', description: 'What the code is for; other values are not documented' })
  purpose?: unknown;
}

@Conditions(NAMES_ACCOUNT)
export class VerifyUserOtpDto extends RequestUserOtpDto {
  @OpenField({
    example: '123456',
    format: 'password',
    writeOnly: true,
    description: 'One-time code; six digits in the sample, the length is not documented',
  })
  otp?: unknown;
}

/** Migo documents no field of it (support/faq): all pass, and the account is called as in the steps before. */
@Conditions(NAMES_ACCOUNT)
export class ResetUserPasswordDto extends OpenBodyDto {
  @OpenField({ example: 'jose@wallet.migo.test' })
  email?: unknown;
}

/** Migo documents that a role is given, not its field: any other field is passed on too (docs/adr/0001-assumptions-about-migo.md). */
export class CreateInvitationCodeDto {
  @OpenField({ example: 'cashier', description: 'Role of who uses the code: `admin`, `cashier`' })
  role?: unknown;
}
