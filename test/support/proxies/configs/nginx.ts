import type { ProxyKind } from '../proxy-kind.js';

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** One process, which keeps connections to the gateways. */
export const nginx: ProxyKind = {
  program: { names: ['nginx'], packages: ['nginx'], version: '-v' },
  file: 'nginx.conf',
  line: (file, folder) => ['-c', file, '-p', folder, '-e', 'stderr'],
  configure: ({ folder, port, upstreams, tls, streamsBodies, extra, page }) => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr warn;
events {}
http {
  access_log off;
  ${TEMPORARY.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  ${
    page ??
    `upstream gateways {
    ${upstreams.map((address) => `server ${address};`).join('\n    ')}
    keepalive 8;
  }
  server {
    listen 127.0.0.1:${port}${tls === undefined ? '' : ' ssl http2'};
    ${tls === undefined ? '' : `ssl_certificate ${tls.certificate}; ssl_certificate_key ${tls.key};`}
    client_max_body_size 64m;
    location / {
      proxy_pass http://gateways;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_request_buffering ${streamsBodies ? 'off' : 'on'};
      ${extra}
    }
  }`
  }
}
`,
};
