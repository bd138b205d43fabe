import { CmsClient } from '../../clients/cms/cms.client.js';
import type { ApplicationTokenClient } from '../../clients/migo/application-token.client.js';
import type { UpstreamTransports } from '../../clients/transport/upstream-transports.js';
import { type Upstream, UPSTREAMS } from '../../clients/upstreams.js';
import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import type { Settings } from '../../config/settings.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
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
  for (const upstream of Object.values(UPSTREAMS)) await checks.check(upstream);
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

  /** Everything that the partner's credentials open at one upstream. */
  async check({ name, client: Client, doctor }: Upstream): Promise<void> {
    const { settings, transports } = this.subject;
    const own = doctor.ownJwt?.(this.partner);
    const lacks =
      doctor.ownJwt !== undefined && own === undefined ? name : doctor.lacks?.(this.partner, settings.upstreams);
    if (!this.canCall(name, lacks)) return;
    const isLogin = doctor.ownJwt === undefined || own?.auth === 'login';
    const token = isLogin ? await this.login(new Client(transports, settings)) : await this.written(name, own?.jwt);
    const path = doctor.harmlessRead(settings.upstreams);
    if (token !== undefined && doctor.readsAs === 'operator') await this.readAsOperators(path, token);
    else if (token !== undefined) await this.read(name, { path, token, from: isLogin ? 'merchant' : `${name}.jwt` });
    for (const [setting, value] of Object.entries(doctor.untried?.(this.partner) ?? {}))
      if (value !== undefined)
        this.report.skip(`${this.partner.id} ${name}`, `${setting}: only a payment could tell whether it is right`);
  }

  private async readAsOperators(readPath: string, applicationToken: string): Promise<void> {
    const { settings, transports } = this.subject;
    const client = new CmsClient(transports, settings);
    await checkOperators(this.report, {
      partner: this.partner,
      path: this.path,
      client,
      transport: transports.get(client.upstream),
      readPath,
      applicationToken,
    });
  }

  /** Says why not, where not. */
  private canCall(upstream: UpstreamName, lacks: string | undefined): boolean {
    const { reachable, settings } = this.subject;
    if (settings.upstreams[upstream] === undefined) return false;
    if (lacks === undefined && reachable.has(upstream)) return true;
    const why = lacks === undefined ? `${upstream} cannot be reached, see above` : `${this.path}.${lacks} is not set`;
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
