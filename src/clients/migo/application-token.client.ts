import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import type { Settings } from '../../config/settings.js';
import type { UpstreamName, UpstreamsSettings } from '../../config/sections/upstream.settings.js';
import { Problem } from '../../problems/problem.js';
import { notConfigured } from './not-configured.js';
import type { UpstreamTransport } from '../transport/upstream-transport.js';
import type { UpstreamTransports } from '../transport/upstream-transports.js';
import { signedLogin } from './application-login.js';
import { callTokenEndpoint, type TokenCall } from './token-call.js';
import type { TokenOutcome, Tokens } from './token-outcome.js';

type LogoutHeaders = Readonly<Record<string, string>>;

/** Milliseconds: nobody waits for it. */
const LOGOUT_MS = 5000;

type SettingsOf<Name extends UpstreamName> = NonNullable<UpstreamsSettings[Name]>;

/** Application login and refresh, which all four APIs have alike (docs/adr/0001). */
export abstract class ApplicationTokenClient<Name extends UpstreamName = UpstreamName> {
  protected constructor(
    readonly upstream: Name,
    private readonly transports: UpstreamTransports,
    private readonly allSettings: Settings,
  ) {}

  /** @throws Problem `upstream_not_configured` */
  login(partner: PartnerSettings): Promise<TokenOutcome> {
    return this.callTokens({ path: this.settings.paths.login, body: this.loginBody(partner) });
  }

  /** @throws Problem `upstream_not_configured` where the settings do not give the partner what the login takes */
  loginBody(partner: PartnerSettings): Readonly<Record<string, string>> {
    const { merchant, privateKey, signaturePayload } = partner;
    if (!this.signsLogin()) return { merchant };
    if (privateKey !== undefined) return signedLogin({ merchant, signaturePayload, privateKey });
    throw notConfigured(this.upstream, 'privateKey');
  }

  refresh(refreshToken: string): Promise<TokenOutcome> {
    return this.callTokens({ path: this.settings.paths.refresh, body: { refreshToken } });
  }

  /** Whether the application login has a signature. */
  protected signsLogin(): boolean {
    return true;
  }

  protected callTokens(call: TokenCall): Promise<TokenOutcome> {
    return callTokenEndpoint(this.transport, this.settings, call);
  }

  /**
   * A call that says the end of a login. Migo documents none (docs/adr/0001): the refresh token is sent, so that it ends too.
   *
   * @throws UpstreamError
   */
  protected async callLogout({ refreshToken }: Tokens, path: string, headers: LogoutHeaders): Promise<void> {
    const body = refreshToken === undefined ? {} : { refreshToken };
    const { status } = await this.transport.tokenAxios.post<string>(path, body, { headers, timeout: LOGOUT_MS });
    // A token that is not known any more is as good as logged out.
    if (status >= 300 && status !== 401) throw new Error(`status ${status}`);
  }

  protected get transport(): UpstreamTransport {
    return this.transports.get(this.upstream);
  }

  /** @throws Problem `upstream_not_configured` */
  protected get settings(): SettingsOf<Name> {
    const settings: UpstreamsSettings[Name] = this.allSettings.upstreams[this.upstream];
    if (settings === undefined) throw new Problem('upstream_not_configured', { upstream: this.upstream });
    return settings;
  }
}
