import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DAY_MS = 86_400_000;

interface Wanted {
  /** Names and addresses, e.g. `DNS:localhost,IP:127.0.0.1`. */
  names?: string;
  subject?: string;
  /** Days from now on. */
  from?: number;
  to?: number;
}

export interface Issued {
  cert: string;
  key: string;
  certFile: string;
  keyFile: string;
}

/** A certificate authority of a test's own, by openssl: its certificates are made when the test runs, so that none is outdated. */
export class Authority {
  private readonly folder = mkdtempSync(join(tmpdir(), 'authority-'));
  private count = 0;

  constructor(name = 'Test authority') {
    this.write('ca.cnf', CONFIG);
    this.write('index.txt', '');
    this.write('serial', '1000\n');
    const line = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -keyout ca.key -out ca.pem`;
    this.openssl([...line.split(' '), '-subj', `/CN=${name}`, '-config', 'ca.cnf', '-extensions', 'authority']);
  }

  get file(): string {
    return join(this.folder, 'ca.pem');
  }

  get pem(): string {
    return readFileSync(this.file, 'utf8');
  }

  /** For servers and clients alike. */
  issue({ names = 'DNS:localhost,IP:127.0.0.1', subject = '/CN=localhost', from = -1, to = 30 }: Wanted = {}): Issued {
    this.count += 1;
    const [key, request, cert, extensions] = ['key', 'csr', 'pem', 'ext'].map((end) => `${this.count}.${end}`) as [
      string,
      string,
      string,
      string,
    ];
    const keyLine = `req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -config ca.cnf -keyout ${key} -out ${request}`;
    this.openssl([...keyLine.split(' '), '-subj', subject]);
    this.write(extensions, `subjectAltName=${names}\n`);
    const times = ['-startdate', timeText(from), '-enddate', timeText(to)];
    const line = `ca -batch -notext -config ca.cnf -extfile ${extensions} -in ${request} -out ${cert}`;
    this.openssl([...line.split(' '), ...times]);
    const [certFile, keyFile] = [join(this.folder, cert), join(this.folder, key)];
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8'), certFile, keyFile };
  }

  private write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  private openssl(line: readonly string[]): void {
    execFileSync('openssl', line, { cwd: this.folder, stdio: 'pipe' });
  }
}

const CONFIG = `
[ca]
default_ca = own
[own]
database = index.txt
serial = serial
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
organizationName = optional
[req]
distinguished_name = names
[names]
[authority]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
`;

/** `20260131235959Z` */
function timeText(days: number): string {
  return `${new Date(Date.now() + days * DAY_MS).toISOString().replace(/\D/g, '').slice(0, 14)}Z`;
}
