import type { ProxyKind } from '../proxy-kind.js';

/** Without its admin port, so that several may run. It keeps connections to the gateways by itself. */
export const caddy: ProxyKind = {
  program: { names: ['caddy'], packages: ['caddy'], version: 'version' },
  file: 'Caddyfile',
  line: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
  configure: ({ folder, port, upstreams, tls, streamsBodies, extra, page }) => `
{
  admin off
  auto_https off
  storage file_system ${folder}
}
${
  page ??
  `${tls === undefined ? `http://:${port}` : `https://:${port}`} {
  bind 127.0.0.1
  ${tls === undefined ? '' : `tls ${tls.certificate} ${tls.key}`}
  reverse_proxy ${upstreams.join(' ')} {
    ${streamsBodies ? '' : 'buffer_requests'}
    ${extra}
  }
}`
}
`,
};
