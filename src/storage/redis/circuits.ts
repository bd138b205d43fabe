import { type Cluster, Command, Redis } from 'ioredis';
import { RedisCircuit } from './circuit.js';

/** A circuit for each node: while one node of a Cluster is silent, the others serve on. */
export class RedisCircuits {
  private readonly circuits = new Map<string, RedisCircuit>();

  constructor(
    private readonly commands: Redis | Cluster,
    private readonly keyPrefix: string,
  ) {}

  /** The circuit of the node that holds `key`; without a key, of whichever node takes the command. */
  of(key: string | undefined): RedisCircuit {
    const address = this.addressOf(key);
    const known = this.circuits.get(address);
    if (known !== undefined) return known;
    const circuit = new RedisCircuit(() => this.nodeAt(address));
    this.circuits.set(address, circuit);
    return circuit;
  }

  /** Address of the Cluster's node that holds `key`; empty where there is one node only. */
  addressOf(key: string | undefined): string {
    if (this.commands instanceof Redis || key === undefined) return '';
    const slot = new Command('get', [this.keyPrefix + key]).getSlot();
    return this.commands.slots[slot]?.[0] ?? '';
  }

  private nodeAt(address: string): Redis | undefined {
    if (this.commands instanceof Redis) return this.commands;
    return this.commands.nodes().find(({ options: { host, port } }) => `${host}:${port}` === address);
  }
}
