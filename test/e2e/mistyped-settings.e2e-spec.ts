import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoPartner } from '../support/demo-partner.js';
import { runNode } from '../support/run-node.js';

/** `EX_CONFIG` of sysexits.h. */
const EXIT_WRONG_SETTINGS = 78;
const RUN_MS = 30_000;
const SECRET = 'canary4711';

interface Mistake {
  /** The settings file: a text, or what becomes JSON, which is YAML too. */
  config?: object | string;
  env?: Readonly<Record<string, string>>;
  /** What is said: the path of the setting, and what to do. */
  says: readonly string[];
}

const redis = (REDIS_URL: string): Pick<Mistake, 'env'> => ({ env: { REDIS_URL } });
const partner = (change: Parameters<typeof demoPartner>[0]): Pick<Mistake, 'config'> => ({
  config: { partners: [demoPartner(change)] },
});

/** Settings as they are mistyped at 3 a.m. */
const MISTAKES: Readonly<Record<string, Mistake>> = {
  'a password with a #': { ...redis(`redis://:a#${SECRET}@127.0.0.1:6379`), says: ['redis.url', '%23'] },
  'a password with a /': { ...redis(`redis://:a/${SECRET}@127.0.0.1:6379`), says: ['redis.url', '%2F'] },
  'a password with a %': { ...redis(`redis://:a%zz${SECRET}@127.0.0.1:6379`), says: ['redis.url', '%25'] },
  'a password with a ?': { ...redis(`redis://:a?${SECRET}@127.0.0.1:6379`), says: ['redis.url', '%3F'] },
  'two hosts in one URL': { ...redis(`redis://:${SECRET}@one:6379,two:6379`), says: ['redis.url', 'redis.sentinels'] },
  'options in the URL': { ...redis(`redis://:${SECRET}@127.0.0.1/0?tls=true`), says: ['redis.url', 'options'] },
  'a database by name': { ...redis(`redis://:${SECRET}@127.0.0.1/sessions`), says: ['redis.url', '/0'] },
  'a URL without a host': { ...redis('redis://'), says: ['redis.url', 'host'] },
  'a URL of http': { ...redis(`http://:${SECRET}@127.0.0.1:6379`), says: ['redis.url', 'redis://'] },
  'a port that is no number': { env: { PORT: SECRET }, says: ['server.port', 'number'] },
  'a host with its port': { env: { HOST: '127.0.0.1:8080' }, says: ['server.host', 'no port'] },
  'a host in brackets': { env: { ADMIN_HOST: '[::]' }, says: ['admin.host', 'no brackets'] },
  'one port for both listeners': { env: { PORT: '8080', ADMIN_PORT: '8080' }, says: ['admin.port', 'ADMIN_PORT'] },
  'an audit log that is a folder': { config: { audit: { file: '/tmp' } }, says: ['audit.file', 'EISDIR'] },
  'a profile that nobody knows': { env: { GATEWAY_PROFILE: SECRET }, says: ['GATEWAY_PROFILE', 'production'] },
  'a profile in the file': { config: { profile: 'production' }, says: ['profile', 'GATEWAY_PROFILE'] },
  'a file that does not exist': { env: { GATEWAY_CONFIG: '/nowhere.yaml' }, says: ['/nowhere.yaml', 'not exist'] },
  'a bracket that nobody closes': {
    config: `logLevel: info\nserver: { port: 0\npartners:\n  - merchantToken: ${SECRET}\n`,
    says: ['gateway.yaml', 'line ', 'column '],
  },
  'a tab for spaces': { config: `server:\n\tport: ${SECRET}\n`, says: ['gateway.yaml', 'line 2'] },
  'a setting twice': { config: 'logLevel: info\nlogLevel: warn\n', says: ['gateway.yaml', 'line 2'] },
  'the whole internet as a proxy': {
    config: { server: { trustedProxies: ['0.0.0.0/0'] } },
    says: ['server.trustedProxies', 'CIDR'],
  },
  'a setting with a wrong name': { config: { sesions: { idleSeconds: 60 } }, says: ['sesions', 'is not a setting'] },
  'a variable that is not set': { config: { publicUrl: '${NO_SUCH_NAME}' }, says: ['publicUrl', 'NO_SUCH_NAME'] },
  'a secret file that is not there': {
    ...partner({ middleware: { merchantToken: '${file:/run/secrets/none}' } }),
    says: ['partners[0].middleware.merchantToken', '/run/secrets/none'],
  },
  'a token with a space of a wrong copy': {
    ...partner({ middleware: { merchantToken: `${SECRET} ${SECRET}` } }),
    says: ['partners[0].middleware.merchantToken', 'no space'],
  },
  'a JWT with the line end of a block': {
    ...partner({ payments: { jwt: `${SECRET}.${SECRET}\n` } }),
    says: ['partners[0].payments.jwt', 'no line end'],
  },
  'a secret in clear text instead of its hash': {
    ...partner({ clients: [{ id: 'billing', secretSha256: SECRET, scopes: ['*'] }] }),
    says: ['partners[0].clients[0].secretSha256', '64 hexadecimal'],
  },
};

describe('a gateway whose settings are mistyped', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mistyped-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(Object.entries(MISTAKES))(
    'ends with 78, the path and the remedy: %s',
    async (_what, { config = {}, env = {}, says }) => {
      const file = join(folder, 'gateway.yaml');
      writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
      const { code, text } = await runNode(['dist/main.js'], {
        PORT: '0',
        ADMIN_PORT: '0',
        GATEWAY_CONFIG: file,
        ...env,
      });
      expect({ code, text }).toMatchObject({ code: EXIT_WRONG_SETTINGS });
      for (const said of says) expect(text).toContain(said);
      expect(text).not.toContain(SECRET);
      expect(text).not.toMatch(/^\s+at /m);
    },
    RUN_MS,
  );

  it.each([
    ['server.port: is taken', { PORT: 'taken' }],
    ['admin.port: is taken', { ADMIN_PORT: 'taken' }],
    ['server.host: is no address of this machine', { HOST: '192.0.2.1' }],
    ['admin.host: is no address of this machine', { ADMIN_HOST: '2001:db8::1' }],
    ['server.host: no such name is known', { HOST: 'gateway.invalid' }],
  ])(
    'ends with 1 and one line where it cannot listen: %s',
    async (said, env) => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const taken = String((other.address() as AddressInfo).port);
      const given = Object.fromEntries(Object.entries(env).map(([name, to]) => [name, to === 'taken' ? taken : to]));
      const { code, text } = await runNode(['dist/main.js'], { PORT: '0', ADMIN_PORT: '0', ...given });
      other.close();
      expect({ code, text }).toMatchObject({ code: 1, text: expect.stringContaining(said) });
      expect(text).not.toMatch(/^\s+at /m);
    },
    RUN_MS,
  );
});
