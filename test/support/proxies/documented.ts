import { readFileSync } from 'node:fs';
import type { ProxySetup } from './proxy-kind.js';

/** The configuration of a page of docs/deployment, with the places of a test instead of those of a partner. */
export function documentedConfiguration(
  name: string,
  { port, upstreams, tls }: ProxySetup,
  adminPorts: readonly number[],
): string {
  const page = readFileSync(`docs/deployment/${name}.md`, 'utf8');
  const [, configuration] = new RegExp(`\`\`\`${name}\n([^]*?)\`\`\``).exec(page) ?? [];
  if (configuration === undefined || tls === undefined)
    throw new Error(`docs/deployment/${name}.md has no configuration`);
  const [first = '', second = first] = upstreams;
  const [firstAdmin = 0, secondAdmin = firstAdmin] = adminPorts;
  const places: readonly (readonly [string | RegExp, string])[] = [
    [/gateway-1:8080/g, first],
    [/gateway-2:8080/g, second],
    ['port 9090', `port ${firstAdmin}`],
    ['port 9091', `port ${secondAdmin}`],
    [/\/etc\/tls\/gateway\.crt/g, tls.certificate],
    [/\/etc\/tls\/gateway\.key/g, tls.key],
    [/\/etc\/tls\/gateway\.pem/g, tls.both],
    ['https://gateway.partner.example:443', `https://localhost:${port}`],
    ['bind :443', `bind 127.0.0.1:${port}`],
    ['listen 443', `listen 127.0.0.1:${port}`],
  ];
  return places.reduce((text, [place, here]) => text.replace(place, here), configuration);
}
