/**
 * The attack: a sibling domain (or a man in the middle of its plain HTTP) plants cookies beside the real one: a second session
 * cookie, so that the victim works in the attacker's session or the other way round; names that only a careless reader takes for
 * the right one; quotes, spaces and escapes that readers of cookies disagree about.
 */
import { ANA, type Client } from '../support/client.js';
import { ATTACK_START_MS, AttackedGateway, NORMAL_CALL } from '../support/attacked-gateway.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { sendBytes, sendVerbatim } from '../support/foreign/verbatim-client.js';

const NAME = '__Host-migo_session';
const SESSION = '/v1/auth/session';
const LUIS = { email: 'luis@demo.migo.test', password: 'Demo-Pass-2!' };

describe('cookies that somebody planted', () => {
  let attacked: AttackedGateway;
  let victim: string;
  let attacker: string;

  beforeAll(async () => {
    attacked = await AttackedGateway.start();
    const handleOf = ({ headers }: Client): string => (headers['cookie'] ?? '').split('=')[1] ?? '';
    victim = handleOf(await attacked.anonymous.logInAsBrowser(ORIGIN));
    attacker = handleOf(await attacked.anonymous.logInAsBrowser(ORIGIN, LUIS));
    expect([victim.length, attacker.length]).toEqual([43, 43]);
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  beforeEach(() => attacked.control.forgetCalls());

  const filled = (cookie: string): string => cookie.replaceAll('VICTIM', victim).replaceAll('ATTACKER', attacker);

  const expectNobody = async (cookie: string | string[], codes = ['session_invalid']): Promise<void> => {
    for (const path of [SESSION, NORMAL_CALL]) {
      const { status, text } = await sendVerbatim(attacked.url, { path, headers: { cookie } });
      expect(status).toBe(401);
      expect(codes).toContain((JSON.parse(text) as { code: string }).code);
      for (const secret of [victim, attacker, ANA.email, LUIS.email]) expect(text).not.toContain(secret);
    }
    await attacked.expectNoUpstreamCall();
  };

  it.each([
    `${NAME}=ATTACKER; ${NAME}=VICTIM`,
    `${NAME}=VICTIM; ${NAME}=ATTACKER`,
    `${NAME}=VICTIM; ${NAME}=VICTIM`,
    `${NAME}=VICTIM;${NAME}=`,
    `${NAME}=;${NAME}=VICTIM`,
    `${NAME}=VICTIM; a=b; ${NAME} =ATTACKER`,
    `${NAME}=VICTIM; \t${NAME}=ATTACKER`,
    `a="x; ${NAME}=ATTACKER; y"; ${NAME}=VICTIM`,
    `$Version=1; ${NAME}=VICTIM; $Path=/; ${NAME}=ATTACKER`,
  ])('are nobody where there are two: %s', (cookie) => expectNobody(filled(cookie)));

  it('are nobody in two headers either', () => expectNobody([`${NAME}=${attacker}`, `${NAME}=${victim}`]));

  it.each([
    'migo_session=ATTACKER',
    '__Secure-migo_session=ATTACKER',
    '__host-migo_session=ATTACKER',
    '__HOST-MIGO_SESSION=ATTACKER',
    'x__Host-migo_session=ATTACKER',
    '__Host-migo_session2=ATTACKER',
    '%5F%5FHost-migo_session=ATTACKER',
    '"__Host-migo_session"=ATTACKER',
    '$__Host-migo_session=ATTACKER',
    '\u0085__Host-migo_session=ATTACKER',
    '\u00a0__Host-migo_session=ATTACKER',
    '\u00e2\u0080\u0080__Host-migo_session=ATTACKER',
    '__Host-migo_session',
    'ATTACKER',
    'a=__Host-migo_session=ATTACKER',
    '__Host-migo_session[]=ATTACKER',
    '__Host-migo_session:ATTACKER',
    '__Host-migo_session=ATTACKER,x',
    '__proto__=ATTACKER; constructor=ATTACKER',
  ])('are nobody by another name: %j', (cookie) =>
    expectNobody(filled(cookie), ['authentication_required', 'session_invalid']),
  );

  it.each([
    `${NAME}="ATTACKER"`,
    `${NAME}=ATTACKER.VICTIM`,
    `${NAME}=ATTACKER%00`,
    `${NAME}=%00ATTACKER`,
    `${NAME}=ATTACKER%0d%0a`,
    `${NAME}=%E0%A4%A`,
    `${NAME}=Bearer ATTACKER`,
    `${NAME}=${'A'.repeat(7000)}`,
  ])('are nobody with a value that is none', (cookie) => expectNobody(filled(cookie)));

  it('do not get in where a name only looks like ours, while the real one is there', async () => {
    const cookie = filled(
      '__host-migo_session=ATTACKER; \u00a0__Host-migo_session=ATTACKER; __Host-migo_session=VICTIM',
    );

    const { status, text } = await sendVerbatim(attacked.url, { path: SESSION, headers: { cookie } });

    expect(status).toBe(200);
    expect(text).toContain(ANA.email);
  });

  it('do not stop anybody who does not use a cookie', async () => {
    const cookie = `${NAME}=${attacker}; ${NAME}=${victim}`;

    expect((await attacked.ana.get(NORMAL_CALL, { headers: { cookie } })).status).toBe(200);
  });

  it('cost nothing where there are hundreds', async () => {
    const planted = Array.from({ length: 300 }, (_, index) => `p${index}=${index}`).join('; ');
    const { status } = await sendVerbatim(attacked.url, {
      path: SESSION,
      headers: { cookie: `${planted}; ${NAME}=${victim}` },
    });

    expect(status).toBe(200);
    const bytes = `GET ${SESSION} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncookie: ${planted.repeat(10)}\r\n\r\n`;
    expect(await sendBytes(attacked.url, bytes)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('have harmed nobody', () => attacked.expectUnharmed());
});
