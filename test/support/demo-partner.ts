import { instanceToPlain } from 'class-transformer';
import { loadSettings } from '../../src/config/settings.loader.js';

interface Changes {
  middleware?: object;
  payments?: object;
  [setting: string]: unknown;
}

/** The partner of config/simulator.yaml, with changes. Its service clients are its own: another partner has none. */
export function demoPartner({ middleware, payments, ...changes }: Changes): object {
  const [partner] = loadSettings({ env: {}, directory: 'config' }).partners;
  const plain = instanceToPlain(partner);
  return {
    ...plain,
    ...(changes['id'] !== undefined && { clients: [] }),
    ...changes,
    middleware: { ...plain['middleware'], ...middleware },
    payments: { ...plain['payments'], ...payments },
  };
}
