import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { Settings } from '../../src/config/settings.js';
import { RecordCipher, UndecipherableError } from '../../src/storage/record-cipher.js';
import { cipherOf } from './key-ring.js';

const ADDRESS = { key: 'session:abc', version: 3 };
const RECORD = { user: 'canary-user', token: 'canary-token' };

const cipher = cipherOf('k1');

function split(value: string): [id: string, bytes: Buffer] {
  const end = value.indexOf('.');
  return [value.slice(0, end), Buffer.from(value.slice(end + 1), 'base64url')];
}

describe('an encrypted record', () => {
  it('comes back as it was, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), fc.nat(), (record, key, version) => {
        const json = JSON.stringify(record);
        const back = cipher.decrypt(cipher.encrypt(record, { key, version }), { key, version });
        return JSON.stringify(back) === json;
      }),
    );
  });

  it('holds nothing of the plain text, in no encoding', () => {
    const value = cipher.encrypt(RECORD, ADDRESS);
    const [id, bytes] = split(value);
    expect(id).toBe('k1');
    for (const text of [value, bytes.toString('latin1'), bytes.toString('base64'), bytes.toString('hex')]) {
      for (const plain of ['canary', 'user', Buffer.from('canary').toString('hex')]) expect(text).not.toContain(plain);
    }
  });

  it('is never the same twice', () => {
    const values = Array.from({ length: 1000 }, () => cipher.encrypt(RECORD, ADDRESS));
    const nonces = values.map((value) => split(value)[1].subarray(0, 12).toString('hex'));
    expect(new Set(nonces).size).toBe(1000);
  });

  it('is refused when any bit of it was altered', () => {
    const [id, bytes] = split(cipher.encrypt(RECORD, ADDRESS));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const altered = Buffer.from(bytes);
        altered[index] = (altered[index] ?? 0) ^ change;
        expect(() => cipher.decrypt(`${id}.${altered.toString('base64url')}`, ADDRESS)).toThrow(UndecipherableError);
      }),
    );
  });

  it('is refused when it was cut anywhere, so that no shorter tag passes', () => {
    const [id, bytes] = split(cipher.encrypt(RECORD, ADDRESS));
    for (let length = 0; length < bytes.length; length += 1) {
      const value = `${id}.${bytes.subarray(0, length).toString('base64url')}`;
      expect(() => cipher.decrypt(value, ADDRESS)).toThrow(UndecipherableError);
    }
  });

  it.each([
    ['at another key', { ...ADDRESS, key: 'session:abd' }],
    ['as a record of another kind', { ...ADDRESS, key: 'token:abc' }],
    ['as an older version', { ...ADDRESS, version: 2 }],
    ['as a newer version', { ...ADDRESS, version: 4 }],
    ['where key and version only look the same together', { key: 'session:abc",3', version: 3 }],
  ])('is refused %s', (_where, address) => {
    const value = cipher.encrypt(RECORD, ADDRESS);
    expect(() => cipher.decrypt(value, address)).toThrow(UndecipherableError);
  });

  it('is refused by a gateway with another prefix of keys, although their keys are the same', () => {
    const [blue, green] = ['blue', 'green'].map((keyPrefix) => {
      const keys = [{ id: 'k1', secret: Buffer.alloc(32, 1).toString('base64') }];
      return new RecordCipher(Object.assign(new Settings(), { sessions: { keys }, redis: { keyPrefix } }));
    });
    const value = blue?.encrypt(RECORD, ADDRESS) ?? '';
    expect(blue?.decrypt(value, ADDRESS)).toEqual(RECORD);
    expect(() => green?.decrypt(value, ADDRESS)).toThrow(UndecipherableError);
  });

  it.each(['', '.', 'k1', 'k1.', 'k1.!!!', 'k2.AAAA', 'constructor.AAAA', 'k1.' + 'A'.repeat(200)])(
    'is not found in %j',
    (value) => {
      expect(() => cipher.decrypt(value, ADDRESS)).toThrow(UndecipherableError);
    },
  );
});

describe('the key ring', () => {
  it('encrypts with its first key and decrypts with all', () => {
    const [before, rotated] = [cipherOf('old'), cipherOf('new', 'old')];
    const old = before.encrypt(RECORD, ADDRESS);
    const fresh = rotated.encrypt(RECORD, ADDRESS);
    expect(rotated.decrypt(old, ADDRESS)).toEqual(RECORD);
    expect(fresh).toMatch(/^new\./);
    expect(cipherOf('new').decrypt(fresh, ADDRESS)).toEqual(RECORD);
    expect(() => before.decrypt(fresh, ADDRESS)).toThrow(UndecipherableError);
  });

  it('refuses what was written with a key that is gone', () => {
    const old = cipherOf('old').encrypt(RECORD, ADDRESS);
    expect(() => cipherOf('new').decrypt(old, ADDRESS)).toThrow(UndecipherableError);
  });

  it('refuses a value whose key id was changed to that of another key', () => {
    const [, bytes] = split(cipherOf('old').encrypt(RECORD, ADDRESS));
    const moved = `new.${bytes.toString('base64url')}`;
    expect(() => cipherOf('new', 'old').decrypt(moved, ADDRESS)).toThrow(UndecipherableError);
  });

  it('refuses a value whose key id was changed although the secret is the same', () => {
    const secret = createHash('sha256').update('shared').digest('base64');
    const keys = [
      { id: 'a', secret },
      { id: 'b', secret },
    ];
    const twice = new RecordCipher(Object.assign(new Settings(), { sessions: { keys } }));
    const [, bytes] = split(twice.encrypt(RECORD, ADDRESS));
    expect(() => twice.decrypt(`b.${bytes.toString('base64url')}`, ADDRESS)).toThrow(UndecipherableError);
  });

  it('takes a secret in base64 or in base64url', () => {
    const bytes = Buffer.alloc(32, 0xfb);
    const [plain, url] = (['base64', 'base64url'] as const).map((encoding) => {
      const keys = [{ id: 'k1', secret: bytes.toString(encoding) }];
      return new RecordCipher(Object.assign(new Settings(), { sessions: { keys } }));
    });
    expect(url?.decrypt(plain?.encrypt(RECORD, ADDRESS) ?? '', ADDRESS)).toEqual(RECORD);
  });
});

describe('the error of a record that cannot be decrypted', () => {
  it('tells nothing of the record, its address or the keys', () => {
    const value = cipher.encrypt(RECORD, ADDRESS);
    try {
      cipher.decrypt(value, { ...ADDRESS, key: 'session:canary' });
      throw new Error('it was decrypted');
    } catch (error) {
      expect(error).toBeInstanceOf(UndecipherableError);
      const told = `${String(error)} ${String((error as Error).cause)}`;
      expect(told).not.toContain('canary');
      expect(told).not.toContain(value.slice(3, 20));
    }
  });
});
