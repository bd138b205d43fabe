/** A query goes on as the client has spelt it (RFC 3986, section 3.4), with every pair that says something. */
import { RowQuery } from '../../src/forwarding/request/row-query.js';

const admit = (query: string): Promise<string> =>
  new RowQuery(undefined).admit({ url: `/v1/transactions/search?${query}`, query: {} }, false);

it.each([
  ['limit=10&page=2', '?limit=10&page=2'],
  ['&limit=10&page=2', '?&limit=10&page=2'],
  ['limit=10&&page=2', '?limit=10&&page=2'],
  ['limit=10&', '?limit=10&'],
  ['', ''],
  ['&', ''],
])('%j goes on as %j', async (query, sent) => {
  expect(await admit(query)).toBe(sent);
});
