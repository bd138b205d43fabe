import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { isRecord, numberField, parseJson, payloadOf, textField } from '../../common/json.js';
import { ApplicationTokenClient } from '../migo/application-token.client.js';
import { refusesPerson } from '../migo/login-refusal.js';
import { toldStatus } from '../migo/told-status.js';
import { callOtpEndpoint, type OtpCall, type OtpOutcome } from '../migo/otp-call.js';
import type { TokenCall } from '../migo/token-call.js';
import type { TokenOutcome, Tokens } from '../migo/token-outcome.js';
import { UpstreamTransports } from '../transport/upstream-transports.js';

export interface Permission {
  resource: string;
  action: string;
  /** Migo's mark that it takes a one-time code (cms-api/permissions-roles). */
  otp?: true;
}

export interface PermissionAnswer {
  status: number;
  text: string;
  /** Undefined where the CMS did not say. */
  permissions: Permission[] | undefined;
}

type OperatorCredentials = Record<'email' | 'password', string>;

interface PermissionQuery {
  cmsUserId: string;
  cmsPartnerId: string;
  headers: Readonly<Record<string, string>>;
}

/** The CMS calls that the gateway makes for itself. Migo: cms-api/cms-users, cms-api/permissions-roles. */
@Injectable()
export class CmsClient extends ApplicationTokenClient<'cms'> {
  constructor(transports: UpstreamTransports, settings: Settings) {
    super('cms', transports, settings);
  }

  /** Migo's page shows `{ merchant }` alone (cms-api/cms-users), another one a signature too: a setting decides. */
  protected override signsLogin(): boolean {
    return this.settings.signLogin;
  }

  /** A person waits for this answer, so it has the deadline of a business call. */
  operatorLogin(credentials: OperatorCredentials, applicationToken: string): Promise<TokenOutcome> {
    return this.callTokens({ ...this.loginCall(credentials, applicationToken), timeoutMs: this.settings.deadlineMs });
  }

  /** The same for a service's CMS user, for whose token callers wait on their own. */
  serviceLogin(credentials: OperatorCredentials, applicationToken: string): Promise<TokenOutcome> {
    return this.callTokens(this.loginCall(credentials, applicationToken));
  }

  operatorRefresh(refreshToken: string): Promise<TokenOutcome> {
    return this.callTokens({ path: this.settings.paths.operatorRefresh, body: { refreshToken } });
  }

  /** @throws UpstreamError, or Error for a refusal */
  operatorLogout(tokens: Tokens, path: string, applicationToken: string): Promise<void> {
    const headers = { authorization: `Bearer ${applicationToken}`, 'x-user-token': `Bearer ${tokens.accessToken}` };
    return this.callLogout(tokens, path, headers);
  }

  /** Asks for a one-time code, or verifies it. */
  operatorOtp(call: Omit<OtpCall, 'purpose'>, headers: Readonly<Record<string, string>>): Promise<OtpOutcome> {
    const { paths, otpPurpose: purpose } = this.settings;
    return callOtpEndpoint(this.transport, this.settings, {
      path: paths.operatorOtp,
      call: { ...call, purpose },
      headers,
      elevates: false,
    });
  }

  /**
   * Effective permissions of a user in one CMS partner.
   *
   * @throws UpstreamError
   */
  async effectivePermissions({ cmsUserId, cmsPartnerId, headers }: PermissionQuery): Promise<PermissionAnswer> {
    const path = `/app/users/${encodeURIComponent(cmsUserId)}/partners/${encodeURIComponent(cmsPartnerId)}/permissions`;
    const { status: sent, data } = await this.transport.axios.get<string>(path, {
      headers,
      timeout: this.settings.deadlineMs,
    });
    const status = toldStatus(sent, data);
    const permissions = status === 200 ? readPermissions(parseJson(data), cmsPartnerId) : undefined;
    return { status, text: data, permissions };
  }

  private loginCall(body: OperatorCredentials, bearer: string): TokenCall {
    return { path: this.settings.paths.operatorLogin, body, bearer, isRefusal: refusesPerson };
  }
}

/** Only what is granted, and in this partner: Migo's wallet grants say `granted`, CMS grants name their `partnerId`. */
function readPermissions(answer: unknown, cmsPartnerId: string): Permission[] | undefined {
  if (isRecord(answer) && (answer['success'] ?? true) !== true) return undefined;
  const data = payloadOf(answer);
  const list = isRecord(data) ? data['permissions'] : data;
  if (!Array.isArray(list)) return undefined;
  if (!grantsIn(data, cmsPartnerId)) return [];
  return list.flatMap((item: unknown) => {
    const resource = textField(item, 'resource');
    const action = textField(item, 'action');
    return resource === undefined || action === undefined || !grantsIn(item, cmsPartnerId)
      ? []
      : [{ resource, action, ...(isRecord(item) && item['otp'] === true && { otp: true as const }) }];
  });
}

/** Whether nothing that it says of itself speaks against it. An id may be a number. */
function grantsIn(said: unknown, cmsPartnerId: string): boolean {
  if (!isRecord(said)) return true;
  const { granted = true, partnerId } = said;
  if (granted !== true) return false;
  const named = textField(said, 'partnerId') ?? numberField(said, 'partnerId')?.toString();
  return partnerId === undefined || partnerId === null || named === cmsPartnerId;
}
