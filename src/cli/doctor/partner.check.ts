import { CmsClient } from '../../clients/cms/cms.client.js';
import { MiddlewareClient } from '../../clients/middleware/middleware.client.js';
import { PaymentsApiClient } from '../../clients/payments-api/payments-api.client.js';
import type { ApplicationTokenClient } from '../../clients/migo/application-token.client.js';
import type { UpstreamTransports } from '../../clients/transport/upstream-transports.js';
import { WalletGatewayClient } from '../../clients/wallet-gateway/wallet-gateway.client.js';
import type { PartnerSettings } from '../../config/partner.settings.js';
import type { Settings } from '../../config/settings.js';
import type { UpstreamName } from '../../config/upstream.settings.js';
import { bearer } from '../../credentials/credential.js';
import { checkExpiry } from './jwt.check.js';
import { checkLogin } from './login.check.js';
import { checkOperators } from './operator.check.js';
import { checkRead } from './read.check.js';
import type { Report } from './report.js';

interface Subject {
  index: number;
  settings: Settings;
  transports: UpstreamTransports;
  reachable: ReadonlySet<UpstreamName>;
}

/** Everything that one partner's credentials open. */
export async function checkPartner(report: Report, subject: Subject): Promise<void> {
  const partner = subject.settings.partners[subject.index];
  if (partner === undefined) return;
  const checks = new PartnerCheck(report, subject, partner);
  await checks.wallet();
  await checks.cms();
  await checks.middleware();
  await checks.payments();
}

class PartnerCheck {
  private readonly path: string;

  constructor(
    private readonly report: Report,
    private readonly subject: Subject,
    private readonly partner: PartnerSettings,
  ) {
    this.path = `partners[${subject.index}]`;
  }

  async wallet(): Promise<void> {
    const { settings, transports } = this.subject;
    if (!this.canCall('wallet')) return;
    const token = await this.login(new WalletGatewayClient(transports, settings));
    if (token !== undefined) await this.read('wallet', { path: '/users/permissions', token, from: 'merchant' });
  }

  async cms(): Promise<void> {
    const { settings, transports } = this.subject;
    if (!this.canCall('cms')) return;
    const client = new CmsClient(transports, settings);
    const token = await this.login(client);
    if (token === undefined) return;
    await checkOperators(this.report, {
      partner: this.partner,
      path: this.path,
      client,
      transport: transports.get('cms'),
      applicationToken: token,
    });
  }

  async middleware(): Promise<void> {
    const { middleware } = this.partner;
    if (!this.canCall('middleware', middleware)) return;
    const client = new MiddlewareClient(this.subject.transports, this.subject.settings);
    const token =
      middleware?.auth === 'login' ? await this.login(client) : await this.written('middleware', middleware?.jwt);
    if (token !== undefined) {
      await this.read('middleware', {
        path: '/v1/plans/list',
        token,
        from: middleware?.auth === 'login' ? 'merchant' : 'middleware.jwt',
      });
    }
    const untried = { merchantToken: middleware?.merchantToken, 'publicKey, privateKey': middleware?.privateKey };
    for (const [setting, value] of Object.entries(untried)) {
      if (value === undefined) continue;
      this.report.skip(`${this.partner.id} middleware`, `${setting}: only a payment could tell whether it is right`);
    }
  }

  async payments(): Promise<void> {
    const { settings, transports } = this.subject;
    const { payments } = this.partner;
    if (!this.canCall('payments', payments)) return;
    const isLogin = payments?.auth === 'login';
    const token = isLogin
      ? await this.login(new PaymentsApiClient(transports, settings))
      : await this.written('payments', payments?.jwt);
    const search = settings.upstreams.payments?.paths.transactionSearch ?? '';
    if (token !== undefined) {
      await this.read('payments', { path: `${search}?limit=1`, token, from: isLogin ? 'merchant' : 'payments.jwt' });
    }
  }

  /** Says why not, where not. */
  private canCall(upstream: UpstreamName, credential: unknown = this.partner): boolean {
    const { reachable, settings } = this.subject;
    const isReachable = reachable.has(upstream);
    if (isReachable && credential !== undefined) return true;
    if (settings.upstreams[upstream] === undefined) return false;
    const why = isReachable ? `${this.path}.${upstream} is not set` : `${upstream} cannot be reached, see above`;
    this.report.skip(`${this.partner.id} ${upstream}`, why);
    return false;
  }

  private login(client: ApplicationTokenClient): Promise<string | undefined> {
    return checkLogin(this.report, { partner: this.partner, path: this.path, client });
  }

  private async written(upstream: UpstreamName, jwt: string | undefined): Promise<string | undefined> {
    const name = `${this.partner.id} ${upstream} jwt`;
    const setting = `${this.path}.${upstream}.jwt`;
    if (jwt === undefined) this.report.skip(name, `${setting} is not set`);
    else await this.report.step({ name, setting, check: () => Promise.resolve(checkExpiry(jwt, setting)) });
    return jwt;
  }

  private async read(
    upstream: UpstreamName,
    { path, token, from }: { path: string; token: string; from: string },
  ): Promise<void> {
    const transport = this.subject.transports.get(upstream);
    const refused = `correct ${this.path}.${from}: it must be of the same environment as upstreams.${upstream}.baseUrl`;
    const headers = { authorization: bearer(token) };
    await this.report.step({
      name: `${this.partner.id} ${upstream} read`,
      setting: `upstreams.${upstream}.baseUrl`,
      check: () => checkRead({ transport, path, headers, refused }),
    });
  }
}
