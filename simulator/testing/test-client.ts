import { sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startSimulator, type Simulator, type SimulatorPorts } from '../simulator.js';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; `undefined` when it is not JSON. */
  body: unknown;
}

export interface CallOptions {
  headers?: Record<string, string>;
  body?: unknown;
  /** Sent as `multipart/form-data` in place of a body. */
  form?: Record<string, string | FormFile | readonly FormFile[]>;
}

export interface FormFile {
  name: string;
  type: string;
  content: string | Buffer;
}

/** A simulator on free ports and the calls that specs share. */
export class TestClient {
  readonly simulator: Simulator;

  constructor(simulator: Simulator) {
    this.simulator = simulator;
  }

  static async start(): Promise<TestClient> {
    return new TestClient(await startSimulator());
  }

  /** `target`: method and path, for instance `POST /auth/login`. */
  async call(server: keyof SimulatorPorts, target: string, options: CallOptions = {}): Promise<Answer> {
    const [method = 'GET', path = ''] = target.split(' ');
    const response = await fetch(this.simulator.urls[server] + path, {
      method,
      redirect: 'manual',
      headers: { ...(options.body !== undefined && { 'content-type': 'application/json' }), ...options.headers },
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
      ...(options.form && { body: formData(options.form) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }

  async login(server: 'wallet' | 'middleware' | 'cms' | 'payments'): Promise<Answer> {
    const prefix = server === 'cms' ? '/app' : '';
    return this.call(server, `POST ${prefix}/auth/login`, { body: signedLogin('migoDeveloper') });
  }

  /** Both CMS headers for an operator of the demo data. */
  async operatorHeaders(email: string, password: string): Promise<Record<string, string>> {
    const authorization = `Bearer ${textAt(await this.login('cms'), 'data.accessToken')}`;
    const answer = await this.call('cms', 'POST /app/users/login', {
      headers: { authorization },
      body: { email, password },
    });
    return { authorization, 'x-user-token': `Bearer ${textAt(answer, 'data.accessToken')}` };
  }

  ana(): Promise<Record<string, string>> {
    return this.operatorHeaders('ana@demo.migo.test', 'Demo-Pass-1!');
  }

  luis(): Promise<Record<string, string>> {
    return this.operatorHeaders('luis@demo.migo.test', 'Demo-Pass-2!');
  }

  /** A signed-in wallet user of the demo data: `jose`, `ana`, `luis` with cards, `olga` with a shop. */
  async walletUser(name: 'jose' | 'ana' | 'luis' | 'olga'): Promise<Record<string, string>> {
    const number = ['jose', 'ana', 'luis', 'olga'].indexOf(name) + 1;
    const username = `${name}@${name === 'olga' ? 'shop' : 'wallet'}.migo.test`;
    const body = { username, password: `Wallet-Pass-${number}!` };
    const answer = await this.call('wallet', 'POST /users/auth/login', { body });
    return { authorization: `Bearer ${textAt(answer, 'data.accessToken')}` };
  }

  /** The one-time code that was last requested for an address. */
  async otp(email: string): Promise<string> {
    return textAt(await this.call('control', `GET /otp?email=${email}`), 'otp');
  }

  async walletHeaders(): Promise<Record<string, string>> {
    return { authorization: `Bearer ${textAt(await this.login('wallet'), 'data.accessToken')}` };
  }
}

function formData(fields: NonNullable<CallOptions['form']>): FormData {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.append(field, value);
    else
      for (const file of [value].flat())
        form.append(field, new File([new Uint8Array(Buffer.from(file.content))], file.name, { type: file.type }));
  }
  return form;
}

export function signedLogin(merchant: string, keyFile = 'migo-developer'): { merchant: string; signature: string } {
  const key = readFileSync(fileURLToPath(new URL(`../demo/${keyFile}.private.pem`, import.meta.url)));
  return { merchant, signature: sign(null, Buffer.from(merchant), key).toString('base64') };
}

/** What an answer's body holds at a dotted path. */
export function valueAt(answer: Answer, path: string): unknown {
  let value: unknown = answer.body;
  for (const key of path.split('.')) {
    value = Object.entries(value ?? {}).find(([name]) => name === key)?.[1];
  }
  return value;
}

export function textAt(answer: Answer, path: string): string {
  const value = valueAt(answer, path);
  if (typeof value !== 'string') throw new TypeError(`No text at ${path} in ${answer.status} ${answer.text}`);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
