import fc from 'fast-check';
import { membersOf, objectOf } from '../../src/common/json-text/members.js';
import { repeatedNames } from '../../src/common/json-text/repeated-names.js';

describe('the members of a JSON object', () => {
  it('keep the text of their values', () => {
    const text =
      ' { "amount" : 10.00 , "id":9007199254740993,"e":1E+2,"o":{"a":[1, {"b":"}"}]},"s":"a\\"}, b","n":null } ';

    expect([...(membersOf(text) ?? [])]).toEqual([
      ['amount', '10.00'],
      ['id', '9007199254740993'],
      ['e', '1E+2'],
      ['o', '{"a":[1, {"b":"}"}]}'],
      ['s', '"a\\"}, b"'],
      ['n', 'null'],
    ]);
  });

  it.each(['[]', '"text"', '1', 'null', 'true'])('of %s are none', (text) => {
    expect(membersOf(text)).toBeUndefined();
  });

  it('of an empty object are none', () => {
    expect(membersOf(' { } ')).toEqual(new Map());
    expect(membersOf('{}')).toEqual(new Map());
  });

  it('are those that JSON.parse finds, for any object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.integer({ min: 0, max: 3 }), (object, indent) => {
        const text = JSON.stringify(object, null, indent);
        const members = membersOf(text) ?? new Map<string, string>();
        expect(JSON.parse(objectOf(members))).toEqual(JSON.parse(text));
        for (const [name, value] of members)
          expect(JSON.parse(value)).toEqual(JSON.parse(JSON.stringify(object[name])));
      }),
    );
  });
});

describe('a name that stands twice', () => {
  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"x":{"a":1,"b":{},"a":2}}',
    '[{"a":1},{"b":[{"c":1 , "c" :1}]}]',
    '{"operation":"ADD_FUNDS","operation":"WITHDRAW_FUNDS"}',
  ])('is found in %s', (text) => {
    expect(repeatedNames(text)).not.toEqual([]);
  });

  it.each(['{"a":{"a":{"a":1}}}', '[{"a":1},{"a":1}]', '{"a":"a","b":["a","a"]}', '{"a\\"":1,"a":2}', '"a"'])(
    'is not seen in %s',
    (text) => {
      expect(repeatedNames(text)).toEqual([]);
    },
  );

  it('is told with its place', () => {
    const text = '{"paths":{"/users":{"post":{},"get":[{"a":1,"a":2}],"post":{}}}}';
    expect(repeatedNames(text)).toEqual(['paths./users.get..a', 'paths./users.post']);
  });

  it('is not seen in anything that JSON.stringify wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(repeatedNames(JSON.stringify(value))).toEqual([]);
      }),
    );
  });
});
