import type { Simulator } from '../../simulator/simulator.js';

export interface ReceivedCall {
  upstream: string;
  method: string;
  path: string;
  url: string;
  headers: Record<string, string | undefined>;
  body: string;
  bodyBytes: number;
  status: number | null;
  answer: string;
}

interface HeaderCount {
  operation: string;
  header: string;
  missing: number;
}

type Upstream = 'wallet' | 'middleware' | 'cms' | 'payments';

export interface CallFilter {
  upstream?: Upstream;
  method?: string;
  path?: string;
}

/** The simulator's control API. */
export class SimulatorControl {
  constructor(private readonly simulator: Pick<Simulator, 'urls'>) {}

  async calls(filter: CallFilter = {}): Promise<ReceivedCall[]> {
    const query = new URLSearchParams({ ...filter }).toString();
    const { calls } = (await this.send('GET', `/calls?${query}`)) as { calls: ReceivedCall[] };
    return calls;
  }

  /** The one call that has arrived since they were forgotten. */
  async onlyCall(): Promise<ReceivedCall> {
    const [only, ...more] = await this.calls();
    if (only === undefined || more.length > 0) throw new Error(`${only === undefined ? 0 : more.length + 1} calls`);
    return only;
  }

  async forgetCalls(): Promise<void> {
    await this.send('DELETE', '/calls');
  }

  /** Headers of Migo's samples that calls were without since the last reset. */
  async missingHeaders(): Promise<string[]> {
    const { headers } = (await this.send('GET', '/headers')) as { headers: HeaderCount[] };
    return headers.flatMap(({ operation, header, missing }) => (missing > 0 ? [`${operation}: ${header}`] : []));
  }

  async fault(fault: { upstream: Upstream; kind: string; [option: string]: unknown }): Promise<void> {
    await this.send('POST', '/faults', fault);
  }

  async clearFaults(): Promise<void> {
    await this.send('DELETE', '/faults');
  }

  /** The one-time code that was last sent to somebody. */
  async otp(email: string): Promise<string> {
    const { otp } = (await this.send('GET', `/otp?email=${encodeURIComponent(email)}`)) as { otp: string };
    return otp;
  }

  async expireTokens(selection: { upstream?: Upstream; kind?: 'application' | 'user' } = {}): Promise<void> {
    await this.send('POST', '/tokens/expire', selection);
  }

  /** Of tokens that are issued from now on. */
  async setTokenLife(accessSeconds: number): Promise<void> {
    await this.send('POST', '/tokens/life', { accessSeconds });
  }

  /** Between two steps of work that Migo does later, and of its progress. */
  async setWorkStep(intervalMs: number): Promise<void> {
    await this.send('POST', '/progress', { intervalMs });
  }

  async reset(options: { keepTokens?: true } = {}): Promise<void> {
    await this.send('POST', '/reset', options);
  }

  private async send(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(this.simulator.urls.control + path, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  }
}
