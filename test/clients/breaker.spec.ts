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

/** Time is set by hand, and the settings are the defaults. */
describe('a breaker, in the course of time', () => {
  const SECOND = 1000;
  let now = 0;
  beforeEach(() => {
    performance.now = () => now;
  });
  afterEach(() => {
    Reflect.deleteProperty(performance, 'now');
  });

  const at = (ms: number): void => {
    now += ms;
  };
  /** Calls at even distances, of which `isGood` says which go well; the seconds until it opened. */
  const opensAfter = (
    breaker: Breaker,
    { perSecond, seconds, isGood }: { perSecond: number; seconds: number; isGood: (call: number) => boolean },
  ): number | undefined => {
    for (let call = 0; call < perSecond * seconds; call += 1) {
      at(SECOND / perSecond);
      const pass = breaker.enter();
      if (pass === undefined) return call / perSecond;
      if (isGood(call)) breaker.succeeded(pass);
      else breaker.failed(pass);
    }
    return undefined;
  };
  const everyOther = (call: number): boolean => call % 2 === 0;

  it.each([2.5, 4, 8, 10, 200])(
    'opens within 10 s of half an outage after a time without, at %d calls a second',
    (perSecond) => {
      const breaker = new Breaker(new BreakerSettings());
      expect(opensAfter(breaker, { perSecond, seconds: 60, isGood: () => true })).toBeUndefined();
      expect(opensAfter(breaker, { perSecond, seconds: 30, isGood: everyOther })).toBeLessThan(9);
    },
  );

  it.each([4, 10, 200])('stays closed where two calls of five fail, at %d calls a second', (perSecond) => {
    const breaker = new Breaker(new BreakerSettings());
    expect(opensAfter(breaker, { perSecond, seconds: 60, isGood: (call) => call % 5 > 1 })).toBeUndefined();
  });

  it('stays closed when many connections break in one moment', () => {
    const breaker = new Breaker(new BreakerSettings());
    opensAfter(breaker, { perSecond: 200, seconds: 10, isGood: () => true });
    failing(breaker, 64);
    expect(breaker.state).toBe('closed');
  });

  it('closes by probes that take longer than it waits before it lets one more through', () => {
    const breaker = new Breaker(new BreakerSettings());
    failing(breaker, 20);
    at(5 * SECOND);
    const first = probes(breaker);
    expect(first).toHaveLength(3);
    at(6 * SECOND);
    const more = probes(breaker);
    expect(more).toHaveLength(1);
    for (const pass of [...first, ...more]) breaker.succeeded(pass);
    expect(breaker.state).toBe('closed');
  });

  it('opens again for longer when probes end by their time-out', () => {
    const breaker = new Breaker(new BreakerSettings());
    failing(breaker, 20);
    at(5 * SECOND);
    const [first = -1] = probes(breaker);
    let more = 0;
    for (let second = 0; second < 30; second += 1) {
      at(SECOND);
      more += probes(breaker).length;
    }
    expect(more).toBe(6);
    breaker.failed(first);
    expect(breaker.state).toBe('open');
    at(9.9 * SECOND);
    expect(breaker.isShut()).toBe(true);
    at(0.2 * SECOND);
    expect(breaker.isShut()).toBe(false);
  });

  it.each([
    ['before', [true, false, false]],
    ['after', [false, true, false]],
  ])('does not double its pause where a probe went well, %s another failed', (_when, verdicts) => {
    const breaker = new Breaker(new BreakerSettings());
    failing(breaker, 20);
    for (let round = 0; round < 4; round += 1) {
      at(5 * SECOND);
      const passes = probes(breaker);
      expect(passes).toHaveLength(3);
      verdicts.forEach((isGood, probe) => {
        if (isGood) breaker.succeeded(passes[probe] ?? -1);
        else breaker.failed(passes[probe] ?? -1);
      });
      expect(breaker.state).toBe('open');
    }
  });

  it('doubles it to its longest where all of them fail', () => {
    const breaker = new Breaker(new BreakerSettings());
    failing(breaker, 20);
    for (const seconds of [5, 10, 20, 40, 60, 60]) {
      at(seconds * SECOND - 1);
      expect(breaker.isShut()).toBe(true);
      at(1);
      failing(breaker, 3);
    }
  });
});
