import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { schemaSettings } from '../support/settings-schema.js';

const FILE = 'deploy/kubernetes/gateway.yaml';

interface Container {
  ports: { name: string; containerPort: number }[];
  env: { name: string; value: string }[];
  readinessProbe: { httpGet: { path: string; port: string }; periodSeconds: number; failureThreshold: number };
  livenessProbe: { httpGet: { path: string; port: string } };
  resources: { limits: { memory: string } };
  securityContext: { readOnlyRootFilesystem: boolean; allowPrivilegeEscalation: boolean };
  command?: unknown;
  args?: unknown;
  volumeMounts: { name: string; mountPath: string; subPath?: string }[];
}

interface Resource {
  kind: string;
  metadata: { annotations?: Record<string, string> };
  spec: {
    selector?: unknown;
    ports?: { targetPort: string }[];
    ingress?: { ports: { port: string }[] }[];
    template?: {
      metadata: { labels: unknown };
      spec: { terminationGracePeriodSeconds: number; containers: Container[] };
    };
  };
}

const resources = loadAll(readFileSync(FILE, 'utf8')) as Resource[];
const settings = schemaSettings();
const numberOf = (path: string): number => Number(settings.get(path)?.byDefault);

function only(kind: string): Resource {
  const [found, ...more] = resources.filter((one) => one.kind === kind);
  if (found === undefined || more.length > 0) throw new Error(`one ${kind}, and only one`);
  return found;
}

describe(FILE, () => {
  const { template, selector } = only('Deployment').spec;
  const [gateway] = template?.spec.containers ?? [];
  const portOf = (name: string): number | undefined => gateway?.ports.find((port) => port.name === name)?.containerPort;

  it('opens the ports of the image, and probes the admin port', () => {
    const image = readFileSync('deploy/Dockerfile', 'utf8');
    expect(image).toContain(`PORT=${portOf('http') ?? ''} `);
    expect(image).toContain(`ADMIN_PORT=${portOf('admin') ?? ''}\n`);
    expect(gateway?.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'admin' });
    expect(gateway?.livenessProbe.httpGet).toEqual({ path: '/livez', port: 'admin' });
  });

  it('gives a replica the time that its end takes, and learns of it while it still serves', () => {
    const [termination, drain] = [numberOf('server.terminationSeconds'), numberOf('server.drainSeconds')];
    expect(template?.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(termination + drain);
    const { periodSeconds = Infinity, failureThreshold = Infinity } = gateway?.readinessProbe ?? {};
    expect(periodSeconds * failureThreshold).toBeLessThan(drain);
  });

  it('waits longer than any deadline, and repeats nothing', () => {
    const { annotations = {} } = only('Ingress').metadata;
    const of = (name: string): string | undefined => annotations[`nginx.ingress.kubernetes.io/${name}`];
    expect(Number(of('proxy-read-timeout')) * 1000).toBeGreaterThan(60_000);
    expect(of('proxy-next-upstream')).toBe('off');
    expect(of('proxy-buffering')).toBe('off');
  });

  it('runs without rights, with the entry point of the image, on a file system that is read alone', () => {
    expect(gateway).toMatchObject({
      resources: { limits: { memory: '256Mi' } },
      securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
    });
    expect([gateway?.command, gateway?.args]).toEqual([undefined, undefined]);
  });

  it('mounts settings as folders, which alone are swapped when they change', () => {
    expect(gateway?.volumeMounts.filter(({ subPath }) => subPath !== undefined)).toEqual([]);
    const config = gateway?.env.find(({ name }) => name === 'GATEWAY_CONFIG')?.value ?? '';
    expect(gateway?.volumeMounts.some(({ mountPath }) => config.startsWith(`${mountPath}/`))).toBe(true);
  });

  it('shows the public port alone, and lets nobody else to the other', () => {
    expect(only('Service').spec.ports).toMatchObject([{ targetPort: 'http' }]);
    const opened = only('NetworkPolicy').spec.ingress?.flatMap(({ ports }) => ports.map(({ port }) => port));
    expect(opened).toEqual(['http', 'admin']);
    expect(selector).toEqual({ matchLabels: template?.metadata.labels });
    expect(only('PodDisruptionBudget').spec.selector).toEqual(selector);
  });
});
