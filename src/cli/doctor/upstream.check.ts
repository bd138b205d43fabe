import type { UpstreamTransports } from '../../clients/transport/upstream-transports.js';
import type { Settings } from '../../config/settings.js';
import type { UpstreamName, UpstreamSettings } from '../../config/sections/upstream.settings.js';
import { checkClock } from './clock.check.js';
import { checkTcp } from './tcp.check.js';
import { checkTls } from './tls.check.js';
import { resolveHost } from './dns.check.js';
import type { Report } from './report.js';

interface Subject {
  name: UpstreamName;
  settings: Settings;
  transports: UpstreamTransports;
}

/** An upstream as a machine: its name, its port, its certificate, its clock. Answers whether it can be called. */
export async function checkUpstream(report: Report, { name, settings, transports }: Subject): Promise<boolean> {
  const upstream: UpstreamSettings | undefined = settings.upstreams[name];
  const setting = `upstreams.${name}.baseUrl`;
  if (upstream === undefined) {
    report.skip(name, `upstreams.${name} is not set: its routes answer upstream_not_configured`);
    return false;
  }
  const { baseUrl, connectMs, tls } = upstream;
  const { profile } = settings;
  const place = { url: new URL(baseUrl), setting, connectMs, profile, ...(tls !== undefined && { tls }) };
  const transport = transports.get(name);
  const steps = { DNS: resolveHost.bind(undefined, transport), TCP: checkTcp, TLS: checkTls };
  for (const [step, check] of Object.entries(steps)) {
    const right = await report.step({ name: `${name} ${step}`, setting, check: () => check(place) });
    if (right === undefined) return false;
  }
  await report.step({ name: `${name} clock`, setting, check: () => checkClock(transport, setting) });
  return true;
}
