import { maySayNo, saysNo, toldStatus } from '../../src/clients/migo/told-status.js';

/** Migo's envelopes of a refusal under a 2xx (concepts/error-handling), and what only looks like one. */
describe('what an answer with 200 says', () => {
  it.each([
    ['{"success":false}', 422],
    ['{"success":false,"statusCode":409}', 409],
    ['{ "message": "x", "success" : false, "status": 404 }', 404],
    ['{"success":false,"statusCode":200}', 422],
    ['{"statusCode":500,"message":"bad"}', 500],
    ['{"message":"bad","statusCode":400,"error":{"code":"7303","name":"INSUFFICIENT_FUNDS"}}', 400],
    ['{"statusCode":404,"message":"the rest was not re', 422],
  ])('is no: %s', (text, status) => {
    expect([maySayNo(Buffer.from(text)), saysNo(text), toldStatus(200, text)]).toEqual([true, true, status]);
  });

  it.each([
    '{"success":true,"data":{"success":false}}',
    '{"success":true,"statusCode":500}',
    '{"statusCode":200,"message":"ok","data":{}}',
    '{"statusCode":"500","data":{}}',
    '{"statusCode":5001}',
    '{"data":{"statusCode":500}}',
    '{"items":[{"statusCode":404}]}',
    '[{"success":false}]',
    'OK',
    '',
  ])('is yes: %s', (text) => {
    expect([saysNo(text), toldStatus(200, text)]).toEqual([false, 200]);
  });

  it('is what its status line says, where that is no 2xx', () => {
    expect(toldStatus(409, '{"statusCode":500}')).toBe(409);
  });
});
