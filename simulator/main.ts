import { startSimulator, type SimulatorPorts } from './simulator.js';
import { welcomeText } from './welcome-text.js';

const DEFAULT_PORTS: SimulatorPorts = { wallet: 4010, middleware: 4020, cms: 4030, payments: 4040, control: 4090 };
const NAMES = Object.keys(DEFAULT_PORTS) as (keyof SimulatorPorts)[];

const simulator = await startSimulator({
  host: process.env['SIMULATOR_HOST'] ?? '127.0.0.1',
  ports: portsFromEnvironment(),
});
process.stdout.write(welcomeText(simulator.urls));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void simulator.close();
  });
}

function portsFromEnvironment(): SimulatorPorts {
  const ports = { ...DEFAULT_PORTS };
  for (const name of NAMES) {
    const variable = `SIMULATOR_${name.toUpperCase()}_PORT`;
    const text = process.env[variable];
    if (text === undefined || text === '') continue;
    const port = Number(text);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new RangeError(`${variable} is not a port: ${text}`);
    ports[name] = port;
  }
  return ports;
}
