import fc from 'fast-check';
import { toEnvelope, withoutData } from '../../src/forwarding/answer/envelope.js';
import { numberText, OUTLIERS } from '../support/number-texts.js';

describe('an outlier becomes the standard envelope', () => {
  it.each([
    [
      'a payment link',
      '{"uid":"trx_1","reference":"R1","URL":"https://x"}',
      '{"success":true,"data":{"uid":"trx_1","reference":"R1","URL":"https://x"}}',
    ],
    ['a plain OK', 'OK', '{"success":true,"message":"OK"}'],
    ['a quoted OK', '"OK"', '{"success":true,"message":"OK"}'],
    [
      'a cancelled payment',
      '{"message":"m","transaction":{"uid":"1","status":"CANCELLED"}}',
      '{"success":true,"message":"m","data":{"transaction":{"uid":"1","status":"CANCELLED"}}}',
    ],
    [
      'a tracking id at the top',
      '{"success":true,"message":"m","trackingId":"t"}',
      '{"success":true,"message":"m","data":{"trackingId":"t"}}',
    ],
    [
      'a status in the body',
      '{"statusCode":200,"message":"ok","data":{"a":1.00}}',
      '{"success":true,"message":"ok","data":{"a":1.00}}',
    ],
    [
      'a terminal payment',
      '{"success":true,"status":200,"message":"m","data":{"totalAmount":"0"}}',
      '{"success":true,"message":"m","data":{"totalAmount":"0"}}',
    ],
    ['a list', '[1.0, 2]', '{"success":true,"data":[1.0, 2]}'],
    [
      'data that is null beside a field',
      '{"success":true,"data":null,"trackingId":"t"}',
      '{"success":true,"data":{"trackingId":"t"}}',
    ],
    [
      'a status that is a word',
      '{"uid":"u","status":"CREATED"}',
      '{"success":true,"data":{"uid":"u","status":"CREATED"}}',
    ],
    ['fields that Migo adds later', '{"success":true,"data":{},"next":2}', '{"success":true,"data":{},"next":2}'],
  ])('%s', (_what, answer, envelope) => {
    expect(toEnvelope(answer)).toBe(envelope);
  });

  it.each(['{ "success" : true, "data" : {"a": 10.00} }', '{"success":false,"message":"no"}', '{"success":true}'])(
    'but %s stays as it is, byte for byte',
    (answer) => {
      expect(toEnvelope(answer)).toBe(answer);
    },
  );

  it.each([
    ['', '{"success":true}'],
    [' \r\n', '{"success":true}'],
    ['12.50', '{"success":true,"data":12.50}'],
    ['null', '{"success":true,"data":null}'],
    ['true', '{"success":true,"data":true}'],
    ['Línea "dos"', '{"success":true,"data":"Línea \\"dos\\""}'],
    ['a'.repeat(201), `{"success":true,"data":"${'a'.repeat(201)}"}`],
  ])('as does any other success: %j', (answer, envelope) => {
    expect(toEnvelope(answer)).toBe(envelope);
  });

  it.each(['<html><body>OK</body></html>', ' <!doctype html>', '{"uid":', '[1,', '"cut', '\u0000\u0001'])(
    'and %j makes no sense',
    (answer) => {
      expect(toEnvelope(answer)).toBeUndefined();
    },
  );

  it('with the exact text of 100,000 numbers', () => {
    fc.assert(
      fc.property(
        fc.array(numberText, { minLength: 100, maxLength: 100 }),
        fc.nat(OUTLIERS.length - 1),
        (numbers, index) => {
          const values = numbers.join(',');
          expect(toEnvelope(OUTLIERS[index]?.(values) ?? '')).toContain(`"amounts":[${values}]`);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('an answer that may hold tokens', () => {
  it.each([
    ['{"success":true,"message":"verified","data":{"accessToken":"secret"}}', '{"success":true,"message":"verified"}'],
    ['{"accessToken":"secret","message":{"accessToken":"secret"}}', '{"success":true}'],
    ['{"success":false,"message":"wrong code"}', '{"success":false,"message":"wrong code"}'],
    ['secret', '{"success":true}'],
    ['"secret"', '{"success":true}'],
  ])('%s loses all but its message', (answer, rest) => {
    expect(withoutData(answer)).toBe(rest);
  });
});
