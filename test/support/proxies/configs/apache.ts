import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unpackedFolder } from '../../programs/find.ts';
import type { Program } from '../../programs/program.ts';
import type { ProxyKind } from '../proxy-kind.js';

const program: Program = { names: ['apache2'], packages: ['apache2-bin'], version: '-v' };
/** Beside the program, where that was unpacked for the tests. */
const modules = (): string => {
  const installed = '/usr/lib/apache2/modules';
  return existsSync(installed) ? installed : join(unpackedFolder(program), installed);
};
const NEEDED = [
  'mpm_event',
  'authz_core',
  'proxy',
  'proxy_http',
  'proxy_balancer',
  'slotmem_shm',
  'lbmethod_byrequests',
  'headers',
];

/** One process of 25 threads, which share the connections to the gateways. */
export const apache: ProxyKind = {
  program,
  file: 'apache.conf',
  line: (file, folder) => ['-D', 'FOREGROUND', '-d', folder, '-f', file],
  configure: ({ folder, port, upstreams, tls, streamsBodies, extra, page }) => `
ServerName localhost
Listen 127.0.0.1:${port}
PidFile ${folder}/apache.pid
DefaultRuntimeDir ${folder}
ErrorLog /dev/stderr
LogLevel warn
${[...NEEDED, ...(tls === undefined ? [] : ['socache_shmcb', 'ssl', 'http2'])]
  .map((name) => `LoadModule ${name}_module ${modules()}/mod_${name}.so`)
  .join('\n')}
${process.getuid?.() === 0 ? 'User www-data\nGroup www-data' : ''}
ServerLimit 1
StartServers 1
ThreadsPerChild 25
MaxRequestWorkers 25
${
  page ??
  `${
    tls === undefined
      ? ''
      : `SSLEngine on
SSLCertificateFile ${tls.certificate}
SSLCertificateKeyFile ${tls.key}
Protocols h2 http/1.1`
  }
ProxyPreserveHost On
${streamsBodies ? '' : 'SetEnv proxy-sendcl 1'}
${upstreams.length === 1 ? '' : `<Proxy balancer://gateways>\n${upstreams.map((address) => `  BalancerMember http://${address}`).join('\n')}\n</Proxy>`}
ProxyPass / ${upstreams.length === 1 ? `http://${upstreams.join()}/` : 'balancer://gateways/'}
${extra}`
}
`,
};
