import type { Program } from '../programs/program.ts';

/** How one kind of proxy is configured and started. */
export interface ProxyKind {
  program: Program;
  /** Of the configuration, in the proxy's folder. */
  file: string;
  line: (file: string, folder: string) => string[];
  configure: (setup: ProxySetup) => string;
}

export interface ProxySetup {
  /** The proxy's own, gone when it stops. */
  folder: string;
  port: number;
  /** `host:port` each. */
  upstreams: readonly string[];
  tls?: { certificate: string; key: string; both: string };
  /** Whether request bodies go on while they arrive; else the proxy has them whole first, where it can. */
  streamsBodies: boolean;
  /** Lines of the proxy's own language for what handles requests. */
  extra: string;
  /** Instead of all that handles requests: what a page of docs/deployment says. */
  page?: string;
}
