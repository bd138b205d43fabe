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

describe('a parameter that names a file', () => {
  const toFile = compilePath('/leads/files/upload/:fileName');

  it.each([
    ['boleta #7.pdf', 'boleta%20%237.pdf'],
    ['100%.pdf', '100%25.pdf'],
    ['100%25.pdf', '100%2525.pdf'],
    ['a;b.pdf', 'a%3Bb.pdf'],
    ['¿qué?.pdf', '%C2%BFqu%C3%A9%3F.pdf'],
    ['a..b.pdf', 'a..b.pdf'],
    ['...pdf', '...pdf'],
    ['%C3%91.pdf', '%25C3%2591.pdf'],
    ['a+b&c=d@e:f,g.pdf', 'a%2Bb%26c%3Dd%40e%3Af%2Cg.pdf'],
    [`${'x'.repeat(996)}.pdf`, `${'x'.repeat(996)}.pdf`],
  ])('may be %s', (fileName, encoded) => {
    expect(toFile({ fileName })).toBe(`/leads/files/upload/${encoded}`);
  });

  it.each([
    '',
    '.',
    '..',
    '..;a.pdf',
    '..?a.pdf',
    '.. ',
    '...',
    '?a',
    '#a',
    ';a',
    'a/b.pdf',
    'a\\b.pdf',
    '../a.pdf',
    'a%2Fb.pdf',
    'a%2fb.pdf',
    'a%5cb.pdf',
    'a%252Fb.pdf',
    'a%25252525252Fb.pdf',
    'a%2%46b.pdf',
    '%2e%2e',
    '%2e%2e%3bx',
    'a%u002fb.pdf',
    'a%c0%afb.pdf',
    '100%.pdf%2Fx',
    'a\nb.pdf',
    'a%0Ab.pdf',
    'a%00.pdf',
    'a\u0085b.pdf',
    'a\u2028b.pdf',
    'a\ud800.pdf',
  ])('is not %j', (fileName) => {
    expect(() => toFile({ fileName })).toThrow(expect.objectContaining({ code: 'invalid_path', status: 400 }));
  });

  it('is one segment to whoever decodes it, however often', () => {
    const unit = fc.constantFrom('%', '2', 'f', 'F', '5', 'c', 'e', '.', ';', '#', '?', '/', '\\', 'a', ' ');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 24 }), (fileName) => {
        let path: string;
        try {
          path = toFile({ fileName });
        } catch (error) {
          return error instanceof Problem;
        }
        for (let times = 0; times < 12; times += 1) {
          const [, , , , segment = '', ...more] = path.split('/');
          if (more.length > 0 || /[\\]|^\.{0,2}$/.test(segment)) return false;
          path = path.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
        }
        return true;
      }),
      { numRuns: 5000 },
    );
  });
});
