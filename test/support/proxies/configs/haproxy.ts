import type { ProxyKind } from '../proxy-kind.js';

/** Defaults but for the timeouts, without which it only warns. */
export const haproxy: ProxyKind = {
  program: { names: ['haproxy'], packages: ['haproxy'], version: '-v' },
  file: 'haproxy.cfg',
  line: (file) => ['-db', '-f', file],
  configure: ({ port, upstreams, tls, streamsBodies, extra, page }) =>
    page ??
    `
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend public
  bind 127.0.0.1:${port}${tls === undefined ? '' : ` ssl crt ${tls.both} alpn h2,http/1.1`}
  option forwardfor
  ${streamsBodies ? '' : 'option http-buffer-request'}
  ${extra}
  default_backend gateways
backend gateways
${upstreams.map((address, index) => `  server gateway${index} ${address}`).join('\n')}
`,
};
