import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from '../programs/find.js';
import { freePort } from '../redis-server.js';
import { documentedConfiguration } from './documented.js';
import { PROXY_KINDS, type ProxyName } from './kinds.js';
import type { ProxyKind, ProxySetup } from './proxy-kind.js';

const OUTPUT = 'output.log';
const START_MS = 60_000;
const POLL_MS = 50;
const STOP_MS = 5000;

export interface ProxyOptions extends Partial<Pick<ProxySetup, 'streamsBodies' | 'extra'>> {
  /** Runs the configuration of docs/deployment as it stands there. */
  asDocumented?: { adminPorts: readonly number[] };
  /** Origins, such as `http://127.0.0.1:8080`; requests go to them by turns. */
  upstreams: readonly string[];
  /** Files of PEM. With them the proxy speaks HTTPS, HTTP/2 too. */
  tls?: { certificate: string; key: string };
}

/** A real proxy in front of gateways: a plain process with its configuration in a temporary folder. */
export class Proxy {
  private constructor(
    readonly name: ProxyName,
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly isTls: boolean,
  ) {}

  /** @throws Error where the program is not installed, or does not listen; with what it printed */
  static async start(name: ProxyName, { upstreams, tls, asDocumented, ...options }: ProxyOptions): Promise<Proxy> {
    const kind: ProxyKind = PROXY_KINDS[name];
    const program = programOf(kind);
    const [folder, port] = [mkdtempSync(join(tmpdir(), `${name}-`)), await freePort()];
    const files = tls && writeTls(folder, tls);
    const addresses = upstreams.map((origin) => new URL(origin).host);
    const file = join(folder, kind.file);
    const base = { folder, port, upstreams: addresses, streamsBodies: true, extra: '', ...options };
    const setup: ProxySetup = { ...base, ...(files && { tls: files }) };
    const page = asDocumented && documentedConfiguration(name, setup, asDocumented.adminPorts);
    writeFileSync(file, kind.configure({ ...setup, ...(page !== undefined && { page }) }));
    // A file, for Apache cannot open a pipe that is a socket.
    const output = openSync(join(folder, OUTPUT), 'a');
    const child = spawn(program, kind.line(file, folder), {
      cwd: folder,
      env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    const proxy = new Proxy(name, port, child, folder, tls !== undefined);
    await proxy.listening();
    return proxy;
  }

  get url(): string {
    return `${this.isTls ? 'https' : 'http'}://localhost:${this.port}`;
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const killed = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await gone;
      clearTimeout(killed);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async listening(): Promise<void> {
    const giveUpAt = Date.now() + START_MS;
    while (!(await takesConnections(this.port))) {
      if (this.child.exitCode !== null || Date.now() > giveUpAt) {
        const printed = readFileSync(join(this.folder, OUTPUT), 'utf8');
        await this.stop();
        throw new Error(`${this.name} did not start:\n${printed}`);
      }
      await sleep(POLL_MS);
    }
  }
}

/** A test through a proxy fails where there is none: without it, it would show nothing. */
function programOf({ program }: ProxyKind): string {
  const found = findProgram(program);
  if (found !== undefined) return found;
  const { names, packages } = program;
  throw new Error(
    `${names[0]} is not installed, nor could it be unpacked (Debian: apt-get install ${packages.join(' ')})`,
  );
}

/** Also both in one file, as HAProxy wants them. */
function writeTls(folder: string, { certificate, key }: { certificate: string; key: string }): ProxySetup['tls'] {
  const [chain, secret] = [readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8')];
  const files = { certificate: join(folder, 'tls.crt'), key: join(folder, 'tls.key'), both: join(folder, 'tls.pem') };
  writeFileSync(files.certificate, chain);
  writeFileSync(files.key, secret);
  writeFileSync(files.both, `${chain}\n${secret}`);
  return files;
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
