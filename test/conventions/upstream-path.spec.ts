import fc from 'fast-check';
import { Problem } from '../../src/problems/problem.js';
import { compilePath, parametersOf } from '../../src/routes/path-template.js';

const toPath = compilePath('/users/:userId/cards/:cardId/statements');

function problemOf(cardId: string): unknown {
  try {
    return toPath({ userId: '7', cardId });
  } catch (error) {
    return error;
  }
}

describe('a compiled path', () => {
  it('puts every parameter in its place', () => {
    expect(toPath({ userId: '7', cardId: '1001' })).toBe('/users/7/cards/1001/statements');
    expect(compilePath('/partners')({})).toBe('/partners');
  });

  it('encodes what is not part of a plain identifier', () => {
    expect(toPath({ userId: 'a b', cardId: 'ñ&=+,@:' })).toBe('/users/a%20b/cards/%C3%B1%26%3D%2B%2C%40%3A/statements');
  });

  it.each([
    ['nothing', ''],
    ['the same folder', '.'],
    ['the folder above', '..'],
    ['a slash', '/'],
    ['a slash inside', 'a/b'],
    ['a way out', '../admin'],
    ['a backslash', '..\\admin'],
    ['a query', '1?admin=true'],
    ['a fragment', '1#x'],
    ['a dot that is encoded once more', '%2e'],
    ['a folder above that is encoded once more', '%2e%2e'],
    ['a slash that is encoded once more', '1%2Fadmin'],
    ['a percent sign', '100%'],
    ['a line feed', '1\n2'],
    ['a carriage return', '1\r2'],
    ['a tab', '1\t2'],
    ['a null byte', '1\u0000'],
    ['a delete character', '1\u007f'],
  ])('refuses %s', (_what, cardId) => {
    const problem = problemOf(cardId);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ code: 'invalid_path', status: 400 });
    expect((problem as Problem).options.errors).toEqual([
      { code: 'invalid', field: 'cardId', message: 'cardId is not valid' },
    ]);
  });

  it('refuses a parameter that is missing', () => {
    expect(() => toPath({ userId: '7' })).toThrow(Problem);
  });

  it('refuses half a character, which cannot be encoded', () => {
    expect(problemOf('1\ud800')).toBeInstanceOf(Problem);
  });

  it('is never changed in its shape by what a client sends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (cardId) => {
        const path = problemOf(cardId);
        if (path instanceof Problem) return path.code === 'invalid_path';
        const segments = new URL(`http://upstream.test${String(path)}`).pathname.split('/');
        return (
          segments.length === 6 && segments[5] === 'statements' && decodeURIComponent(segments[4] ?? '') === cardId
        );
      }),
    );
  });

  it('names its parameters in their order', () => {
    expect(parametersOf('/users/:userId/cards/:cardId')).toEqual(['userId', 'cardId']);
    expect(parametersOf('/partners')).toEqual([]);
  });
});
