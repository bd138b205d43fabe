import { apache } from './configs/apache.ts';
import { caddy } from './configs/caddy.ts';
import { haproxy } from './configs/haproxy.ts';
import { nginx } from './configs/nginx.ts';
import type { ProxyKind } from './proxy-kind.ts';

export const PROXY_KINDS = { haproxy, nginx, caddy, apache } satisfies Record<string, ProxyKind>;

export type ProxyName = keyof typeof PROXY_KINDS;
export const PROXIES = Object.keys(PROXY_KINDS) as ProxyName[];
