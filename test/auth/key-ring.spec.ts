import {
  type KeyRing,
  parseKeyRing,
  PUBLISHED_BEFORE_MS,
  ROTATE_AFTER_MS,
  rotated,
  signingKeyOf,
} from '../../src/auth/service-tokens/key-ring.js';

const START = 1_800_000_000_000;
const idsOf = ({ keys }: KeyRing): string[] => keys.map(({ id }) => id);

describe('the ring of signing keys that the gateway makes', () => {
  const first = rotated(undefined, START);
  const [old = ''] = idsOf(first);
  const due = START + ROTATE_AFTER_MS;
  const second = rotated(first, due);

  it('has one key, which signs at once, and stays as it is for a day', () => {
    expect(idsOf(first)).toEqual([expect.stringMatching(/^made-/)]);
    expect(signingKeyOf(first, START)?.id).toBe(old);
    expect(rotated(first, due - 1)).toBe(first);
  });

  it('gets a second key, which is published before it signs, while the first is good for what it has signed', () => {
    expect(idsOf(second)).toEqual([old, expect.stringMatching(/^made-/)]);
    expect(signingKeyOf(second, due)?.id).toBe(old);
    expect(signingKeyOf(second, due + PUBLISHED_BEFORE_MS)?.id).toBe(idsOf(second)[1]);
    // The last token of the first key was signed just before, and lives for 5 minutes.
    expect(rotated(second, due + PUBLISHED_BEFORE_MS + 300_000)).toBe(second);
  });

  it('forgets the first key then, and never holds more than two', () => {
    const third = rotated(second, due + 2 * PUBLISHED_BEFORE_MS);
    expect(idsOf(third)).toEqual([idsOf(second)[1]]);
    expect(idsOf(rotated(second, due + ROTATE_AFTER_MS))).toHaveLength(2);
  });

  it('is read back as it was stored, and from nothing else', () => {
    expect(parseKeyRing(JSON.parse(JSON.stringify(second)))).toEqual(second);
    expect([{}, { keys: [] }, { keys: [{ id: 'x' }] }, null].map(parseKeyRing)).toEqual(Array(4).fill(undefined));
  });
});
