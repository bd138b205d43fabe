import type { ApplicationTokenClient } from '../../clients/migo/application-token.client.js';
import type { TokenOutcome, Tokens } from '../../clients/migo/token-outcome.js';
import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import { failureText } from './failure-text.js';
import { failed, type Finding, given } from './finding.js';
import type { Report } from './report.js';

interface Login {
  partner: PartnerSettings;
  /** `partners[0]` */
  path: string;
  client: ApplicationTokenClient;
}

/** Application login, and one refresh: a refresh token is single-use, so what comes after runs on the new pair. */
export async function checkLogin(report: Report, { partner, path, client }: Login): Promise<string | undefined> {
  const name = `${partner.id} ${client.upstream}`;
  const setting = `upstreams.${client.upstream}`;
  const login = await report.step({
    name: `${name} login`,
    setting: `${setting}.baseUrl`,
    check: async () =>
      outcomeFinding(await client.login(partner), {
        setting,
        endpoint: 'login',
        refused: `correct ${path}.merchant, ${path}.privateKey or ${path}.signaturePayload; each environment of Migo has its own, so they must fit ${setting}.baseUrl`,
      }),
  });
  if (login === undefined) return undefined;
  const { refreshToken } = login;
  if (refreshToken === undefined) {
    report.skip(`${name} refresh`, 'the login gave no refresh token: the gateway will log in again instead');
    return login.accessToken;
  }
  const renewed = await report.step({
    name: `${name} refresh`,
    setting: `${setting}.paths.refresh`,
    check: async () =>
      outcomeFinding(await client.refresh(refreshToken), {
        setting,
        endpoint: 'refresh',
        refused: `correct ${setting}.paths.refresh; where it is right, ask Migo why a new refresh token is refused`,
      }),
  });
  return renewed?.accessToken ?? login.accessToken;
}

interface Advice {
  setting: string;
  endpoint: string;
  refused: string;
}

/** What a token endpoint's answer means, and which settings it speaks of. */
export function outcomeFinding(outcome: TokenOutcome, { setting, endpoint, refused }: Advice): Finding<Tokens> {
  switch (outcome.kind) {
    case 'ok':
      return given(lives(outcome.tokens), outcome.tokens);
    case 'refused':
      return failed(`refused with ${outcome.status}`, refused);
    case 'unavailable':
      return outcome.status === undefined
        ? failed(failureText(outcome.cause), `check ${setting}.baseUrl`)
        : unavailable(outcome.status, { setting, endpoint });
    case 'unknown':
      return failed(
        `no tokens: ${failureText(outcome.cause)}`,
        `check ${setting}.baseUrl and ${setting}.paths.${endpoint}: something else than Migo may answer there`,
      );
  }
}

function unavailable(status: number, { setting, endpoint }: Omit<Advice, 'refused'>): Finding<Tokens> {
  if (status >= 500 || status === 429) return failed(`answers ${status}`, 'Migo is not well now: try again later');
  return failed(
    `there is no ${endpoint} (${status})`,
    `correct the base path in ${setting}.baseUrl, or ${setting}.paths.${endpoint}`,
  );
}

function lives({ accessLifeMs, refreshToken, refreshExpiresAt }: Tokens): string {
  const access = `access token for ${duration(accessLifeMs)}`;
  if (refreshToken === undefined || refreshExpiresAt === undefined) return `${access}, no refresh token`;
  return `${access}, refresh token for ${duration(refreshExpiresAt - Date.now())}`;
}

function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 2880 ? `${minutes} min` : `${Math.round(minutes / 1440)} days`;
}
