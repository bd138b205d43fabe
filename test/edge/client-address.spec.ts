import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { ClientAddresses } from '../../src/edge/client-address.js';

const PROXIES = ['10.0.0.0/8', '192.0.2.1', 'fd00::/8', '2001:db8:ffff::1'];

const warnings: unknown[] = [];
const logger = { warn: (...line: unknown[]): unknown => warnings.push(line) };

function requestFrom(remoteAddress: string, headers: IncomingHttpHeaders): Pick<IncomingMessage, 'headers' | 'socket'> {
  return { headers, socket: { remoteAddress } as IncomingMessage['socket'] };
}

function addressOf(header: 'x-forwarded-for' | 'forwarded', told: string | undefined, peer = '10.0.0.1'): string {
  const addresses = new ClientAddresses({ trustedProxies: PROXIES, forwardedHeader: header }, logger);
  return addresses.of(requestFrom(peer, told === undefined ? {} : { [header]: told }));
}

describe('the address of a client', () => {
  it.each([
    ['without the header', undefined, '10.0.0.1'],
    ['empty', '', '10.0.0.1'],
    ['of one proxy', '198.51.100.9', '198.51.100.9'],
    ['with a port, as Azure and AWS write it', '198.51.100.9:50001', '198.51.100.9'],
    ['of IPv6', '2001:db8::7', '2001:db8::7'],
    ['of IPv6 in brackets', '[2001:db8::7]', '2001:db8::7'],
    ['of IPv6 with a port', '[2001:db8::7]:50001', '2001:db8::7'],
    ['of a chain', '203.0.113.5, 198.51.100.9, 10.2.2.2', '198.51.100.9'],
    ['of a chain whose proxies are told with ports', '198.51.100.9:1, 10.2.2.2:2, [fd00::1]:3', '198.51.100.9'],
    ['of a chain of IPv6', '2001:db8::7, 2001:db8:ffff::1', '2001:db8::7'],
    ['of proxies only: the farthest', '10.3.3.3, 10.2.2.2', '10.3.3.3'],
    ['of a proxy in IPv6 form', '198.51.100.9, ::ffff:10.2.2.2', '198.51.100.9'],
    ['written by the client in front', 'unknown, evil, 198.51.100.9', '198.51.100.9'],
    ['that is no address', 'unknown', '10.0.0.1'],
    ['that is no address, behind a second proxy', 'unknown, 10.2.2.2', '10.2.2.2'],
    ['that is no port', '198.51.100.9:50001x', '10.0.0.1'],
  ])('in X-Forwarded-For, %s', (_which, told, client) => {
    expect(addressOf('x-forwarded-for', told)).toBe(client);
  });

  it.each([
    ['plain', 'for=198.51.100.9', '198.51.100.9'],
    ['with other pairs', 'proto=https;For="198.51.100.9:50001";by=10.0.0.1', '198.51.100.9'],
    ['of IPv6', 'for="[2001:db8::7]:50001"', '2001:db8::7'],
    ['of a chain', 'for=203.0.113.5, for=198.51.100.9;proto=http, for=10.2.2.2', '198.51.100.9'],
    ['with separators in a quoted host', 'for=198.51.100.9;host="a,b;for=203.0.113.5", for=10.2.2.2', '198.51.100.9'],
    ['obfuscated', 'for=_hidden', '10.0.0.1'],
    ['unknown', 'for=unknown', '10.0.0.1'],
    ['without one', 'proto=https', '10.0.0.1'],
    ['with a quote that does not end', 'for="198.51.100.9', '10.0.0.1'],
  ])('in Forwarded (RFC 7239), %s', (_which, told, client) => {
    expect(addressOf('forwarded', told)).toBe(client);
  });

  it('is read from the header of the settings only: proxies pass the other one on as it came', () => {
    const both = { 'x-forwarded-for': '198.51.100.9', forwarded: 'for=203.0.113.5' };
    const of = (forwardedHeader: 'x-forwarded-for' | 'forwarded'): string =>
      new ClientAddresses({ trustedProxies: PROXIES, forwardedHeader }, logger).of(requestFrom('10.0.0.1', both));
    expect(of('x-forwarded-for')).toBe('198.51.100.9');
    expect(of('forwarded')).toBe('203.0.113.5');
  });

  it('is that of the connection where no proxy is trusted, or another one connects', () => {
    expect(addressOf('x-forwarded-for', '198.51.100.9', '203.0.113.77')).toBe('203.0.113.77');
    const none = new ClientAddresses({ trustedProxies: [], forwardedHeader: 'x-forwarded-for' }, logger);
    expect(none.of(requestFrom('10.0.0.1', { 'x-forwarded-for': '198.51.100.9' }))).toBe('10.0.0.1');
  });

  it('told in many ways by a peer that is not trusted is a warning, once', () => {
    warnings.length = 0;
    const addresses = new ClientAddresses({ trustedProxies: PROXIES, forwardedHeader: 'x-forwarded-for' }, logger);
    const tell = (peer: string, index: number): string =>
      addresses.of(requestFrom(peer, { 'x-forwarded-for': `198.51.100.${index}` }));
    for (let index = 0; index < 100; index += 1) {
      tell('172.16.0.1', index);
      tell('172.16.0.2', index % 9);
      tell('10.0.0.1', index);
    }
    expect(warnings).toEqual([[expect.objectContaining({ peer: '172.16.0.1' }), expect.any(String)]]);
  });
});
