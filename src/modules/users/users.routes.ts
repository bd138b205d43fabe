import { defineRoutes } from '../../routes/define-routes.js';
import { WalletGateway } from '../../clients/wallet-gateway/wallet-gateway.upstream.js';
import { RegisterUserDto } from './registration.dto.js';
import { CreateInvitationCodeDto, RequestUserOtpDto, ResetUserPasswordDto, VerifyUserOtpDto } from './users.dto.js';
import { invitationCode, registeredUser } from './users.answers.js';

export const userRoutes = defineRoutes(WalletGateway, {
  registerUser: {
    method: 'POST',
    path: '/users',
    callers: ['public', 'operator', 'service'],
    scope: 'users:write',
    permission: ['cardholders', 'create'],
    body: RegisterUserDto,
    conceal: 'refusals',
    data: registeredUser,
    success: 201,
    summary: 'Register a user, directly or by an invitation code',
    docs: 'wallet/cardholder-management',
    evidence: 'documented',
  },
  requestUserOtp: {
    method: 'POST',
    path: '/users/auth/otp',
    callers: ['public', 'cardholder'],
    scope: 'users:write',
    body: RequestUserOtpDto,
    accountField: 'email',
    conceal: { message: 'If the account exists, a code was sent' },
    summary: 'Send a one-time code to a user',
    docs: 'wallet/pin-management',
    evidence: 'example',
  },
  verifyUserOtp: {
    method: 'PUT',
    path: '/users/auth/otp',
    callers: ['public', 'cardholder'],
    scope: 'users:write',
    body: VerifyUserOtpDto,
    accountField: 'email',
    conceal: 'otp_refused',
    // Migo answers with an elevated session's token.
    answer: 'withheld',
    summary: "Verify a user's one-time code",
    docs: 'wallet/pin-management',
    evidence: 'example',
  },
  resetUserPassword: {
    method: 'POST',
    path: '/users/auth/password/reset',
    callers: ['public'],
    scope: 'users:write',
    body: ResetUserPasswordDto,
    accountField: 'email',
    endsSessions: true,
    conceal: 'otp_refused',
    // Not documented either; whoever resets a password must not be handed a session.
    answer: 'withheld',
    summary: 'Reset a password, after a one-time code',
    docs: 'support/faq',
    evidence: 'named-only',
  },
  createInvitationCode: {
    method: 'POST',
    path: '/users/invitation-code',
    callers: ['cardholder', 'operator', 'service'],
    scope: 'users:write',
    // No CMS permission is about a shop's people: those who may let in CMS users may let in a cashier.
    permission: ['users', 'create'],
    body: CreateInvitationCodeDto,
    data: invitationCode,
    success: 201,
    summary: 'Create an invitation code for a role',
    docs: 'introduction/quickstart',
    evidence: 'named-only',
  },
});
