import { setTimeout as sleep } from 'node:timers/promises';
import { Breaker, type Pass } from '../../src/clients/transport/resilience/breaker.js';
import { BreakerSettings } from '../../src/config/sections/resilience.settings.js';

const rules = (other: Partial<BreakerSettings> = {}): BreakerSettings =>
  Object.assign(new BreakerSettings(), { openMs: 100, maxOpenMs: 400 }, other);

function failing(breaker: Breaker, count: number): void {
  for (let call = 0; call < count; call += 1) {
    const pass = breaker.enter();
    if (pass !== undefined) breaker.failed(pass);
  }
}

function probes(breaker: Breaker): Pass[] {
  return Array.from({ length: 10 }, () => breaker.enter()).filter((pass) => pass !== undefined);
}

describe('a breaker', () => {
  it('opens at twenty calls of which half failed, and not before', () => {
    const breaker = new Breaker(rules());
    for (let call = 0; call < 10; call += 1) breaker.succeeded(breaker.enter() ?? -1);
    failing(breaker, 9);
    expect(breaker.state).toBe('closed');
    failing(breaker, 1);
    expect(breaker.state).toBe('open');
    expect(breaker.isShut()).toBe(true);
  });

  it('forgets what it sampled longer ago than its window', async () => {
    const breaker = new Breaker(rules({ windowMs: 1000 }));
    failing(breaker, 19);
    await sleep(1050);
    failing(breaker, 1);
    expect(breaker.state).toBe('closed');
  });

  it('closes when three probes went well, and starts anew', async () => {
    const breaker = new Breaker(rules());
    failing(breaker, 20);
    await sleep(120);
    const passes = probes(breaker);
    expect(passes).toHaveLength(3);
    for (const pass of passes) breaker.succeeded(pass);
    expect(breaker.state).toBe('closed');
    failing(breaker, 19);
    expect(breaker.state).toBe('closed');
  });

  it('makes a new probe for one that told nothing', async () => {
    const breaker = new Breaker(rules());
    failing(breaker, 20);
    await sleep(120);
    const [first = -1] = probes(breaker);
    expect(probes(breaker)).toHaveLength(0);
    breaker.toldNothing(first);
    expect(probes(breaker)).toHaveLength(1);
  });

  it('hears nothing more of calls and probes of an earlier time', async () => {
    const breaker = new Breaker(rules());
    const early = breaker.enter() ?? -1;
    failing(breaker, 20);
    await sleep(120);
    const [bad = -1, late = -1] = probes(breaker);
    breaker.failed(bad);
    await sleep(220);
    expect(probes(breaker)).toHaveLength(3);
    for (const pass of [early, early, early, late, late, late]) breaker.succeeded(pass);
    breaker.failed(late);
    expect(breaker.state).toBe('half-open');
  });

  it('tells of each change once', async () => {
    const breaker = new Breaker(rules());
    const told: string[] = [];
    breaker.onChange = (state) => told.push(state);
    failing(breaker, 30);
    await sleep(120);
    for (const pass of probes(breaker)) breaker.succeeded(pass);
    expect(told).toEqual(['open', 'half-open', 'closed']);
  });
});
