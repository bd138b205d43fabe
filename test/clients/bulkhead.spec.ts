import { Bulkhead } from '../../src/clients/transport/resilience/bulkhead.js';
import type { CallClass, Seat } from '../../src/clients/transport/resilience/call-class.js';

const RULES = { connections: 20, queue: 10, partnerPart: 0.75, callerPart: 0.5, hasSeveralPartners: () => true };

const seat = (kind: CallClass, partner: string, caller = partner): Seat => ({
  class: kind,
  owner: { partner, caller },
});
/** How many of so many calls find a place. */
const entered = (bulkhead: Bulkhead, count: number, one: Seat): number =>
  Array.from({ length: count }, () => bulkhead.enter(one)).filter(Boolean).length;

describe('a bulkhead', () => {
  it('gives one caller, and one partner, no more than their parts', () => {
    const bulkhead = new Bulkhead(RULES);
    expect(entered(bulkhead, 20, seat('money', 'a', 'one'))).toBe(7);
    expect(entered(bulkhead, 20, seat('money', 'a', 'two'))).toBe(7);
    expect(entered(bulkhead, 20, seat('money', 'a', 'three'))).toBe(1);
    expect(entered(bulkhead, 20, seat('money', 'b'))).toBe(5);
  });

  it('leaves places to payments that reads never take, and fewer to callers without a login', () => {
    const bulkhead = new Bulkhead({ ...RULES, partnerPart: 1, callerPart: 1 });
    expect(entered(bulkhead, 20, seat('public', 'a'))).toBe(5);
    expect(entered(bulkhead, 20, seat('read', 'a'))).toBe(15);
    const reads = new Bulkhead({ ...RULES, partnerPart: 1, callerPart: 1 });
    expect(entered(reads, 20, seat('read', 'a'))).toBe(16);
    expect(entered(reads, 20, seat('money', 'a'))).toBe(4);
  });

  it('lets one call of everybody run, however small the pool', () => {
    const bulkhead = new Bulkhead({ ...RULES, connections: 1, queue: 0, partnerPart: 0.1, callerPart: 0.1 });
    for (const kind of ['public', 'read', 'write', 'money'] as const) {
      expect(bulkhead.enter(seat(kind, 'a'))).toBe(true);
      bulkhead.leave(seat(kind, 'a'));
    }
  });

  it('calls the most urgent class first, and of that the partner with the fewest calls', () => {
    const bulkhead = new Bulkhead(RULES);
    const [a, b] = [seat('write', 'a'), seat('write', 'b')];
    entered(bulkhead, 20, seat('write', 'a', 'one'));
    entered(bulkhead, 20, seat('write', 'a', 'two'));
    entered(bulkhead, 4, b);
    const order: string[] = [];
    bulkhead.wait(a, () => order.push('write of a'));
    bulkhead.wait(b, () => order.push('write of b'));
    bulkhead.wait(seat('read', 'b'), () => order.push('read of b'));
    bulkhead.wait(seat('money', 'a'), () => order.push('money of a'));
    for (let turn = 0; turn < 4; turn += 1) bulkhead.leave(seat('write', 'a', 'one'));
    expect(order).toEqual(['money of a', 'write of b', 'write of a', 'read of b']);
  });

  it('bounds who waits, by caller and in all', () => {
    const bulkhead = new Bulkhead(RULES);
    const waiting = (one: Seat): number =>
      Array.from({ length: 20 }, () => bulkhead.wait(one, () => undefined)).filter((leave) => leave !== undefined)
        .length;
    expect(waiting(seat('read', 'a', 'one'))).toBe(4);
    expect(waiting(seat('read', 'a', 'two'))).toBe(4);
    expect(waiting(seat('read', 'b'))).toBe(2);
    expect(bulkhead.pool.waiting).toBe(10);
    expect(bulkhead.refused).toBe(50);
  });

  it('forgets who gave up, and counts nobody twice', () => {
    const bulkhead = new Bulkhead({ ...RULES, connections: 1, partnerPart: 1, callerPart: 1 });
    const one = seat('money', 'a');
    bulkhead.enter(one);
    const called: string[] = [];
    const leave = bulkhead.wait(one, () => called.push('first'));
    bulkhead.wait(one, () => called.push('second'));
    leave?.();
    leave?.();
    bulkhead.leave(one);
    expect(called).toEqual(['second']);
    expect(bulkhead.pool).toMatchObject({ running: 1, waiting: 0 });
  });

  it('keeps nothing of callers who came once', () => {
    const bulkhead = new Bulkhead(RULES);
    for (let caller = 0; caller < 10_000; caller += 1) {
      bulkhead.enter(seat('read', 'a', String(caller)));
      bulkhead.leave(seat('read', 'a', String(caller)));
    }
    expect(bulkhead.remembered).toBeLessThanOrEqual(2001);
  });
});
