import type { CmsClient } from '../../clients/cms/cms.client.js';
import type { UpstreamTransport } from '../../clients/transport/upstream-transport.js';
import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import { bearer } from '../../credentials/credential.js';
import { outcomeFinding } from './login.check.js';
import { checkRead } from './read.check.js';
import type { Report } from './report.js';

interface Operators {
  partner: PartnerSettings;
  /** `partners[0]` */
  path: string;
  client: CmsClient;
  transport: UpstreamTransport;
  /** What is read as each of them. */
  readPath: string;
  applicationToken: string;
}

/** The CMS answers operators only: the CMS users of the partner's service clients are the ones whose password is here. */
export async function checkOperators(report: Report, operators: Operators): Promise<void> {
  const { partner, path, client, transport, readPath, applicationToken } = operators;
  const name = `${partner.id} cms`;
  let tried = 0;
  for (const [index, { id, cmsUser }] of partner.clients.entries()) {
    if (cmsUser === undefined) continue;
    tried += 1;
    const setting = `${path}.clients[${index}].cmsUser`;
    const tokens = await report.step({
      name: `${name} user of ${id}`,
      setting,
      check: async () =>
        outcomeFinding(await client.operatorLogin(cmsUser, applicationToken), {
          setting: 'upstreams.cms',
          endpoint: 'operatorLogin',
          refused: `correct ${setting}.email and ${setting}.password`,
        }),
    });
    if (tokens === undefined) continue;
    const headers = { authorization: bearer(applicationToken), 'x-user-token': bearer(tokens.accessToken) };
    await report.step({
      name: `${name} read as ${id}`,
      setting,
      check: () =>
        checkRead({
          transport,
          path: readPath,
          headers,
          refused: `have the rights of ${setting} checked in the CMS`,
        }),
    });
  }
  if (tried === 0) report.skip(`${name} read`, `needs an operator: ${path}.clients has none with a cmsUser`);
}
