import { tlsFaultOf } from '../../src/common/tls/faults.js';
import type { LookupAddress } from 'node:dns';
import { publicLookup } from '../../src/clients/transport/connection/public-addresses.js';

/** What a connection is made to where a name resolves to these addresses. */
function found(addresses: readonly string[], allowed: readonly string[] = [], name = 'api.example'): unknown {
  const resolved = addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }));
  let given: unknown;
  publicLookup(allowed, (_name, _options, callback) => {
    callback(null, resolved);
  })(name, { all: true }, (error, answer) => {
    given = error ?? (answer as LookupAddress[]).map(({ address }) => address);
  });
  return given;
}

describe('the addresses of an upstream’s name', () => {
  it.each([
    ['169.254.169.254', 'the metadata service of a cloud'],
    ['fd00:ec2::254', 'the same by IPv6'],
    ['10.1.2.3', 'a private network'],
    ['172.31.255.255', 'a private network'],
    ['192.168.0.1', 'a private network'],
    ['100.64.0.1', 'a network of carriers'],
    ['127.0.0.1', 'this machine'],
    ['0.0.0.0', 'this machine'],
    ['::1', 'this machine'],
    ['::', 'this machine'],
    ['fe80::1', 'the link'],
    ['224.0.0.1', 'a group'],
    ['255.255.255.255', 'everybody'],
    ['::ffff:10.0.0.1', 'a private network in other clothes'],
    ['::ffff:a9fe:a9fe', 'the metadata service in other clothes'],
    ['64:ff9b::a9fe:a9fe', 'the metadata service through a translator'],
    ['168.63.129.16', 'the platform of a cloud'],
    ['::ffff:168.63.129.16', 'the platform of a cloud in other clothes'],
    ['::10.0.0.1', 'a private network in clothes of before (RFC 4291, section 2.5.5.1)'],
    ['2002:a9fe:a9fe::1', 'the metadata service by 6to4 (RFC 3056)'],
    ['192.88.99.1', 'a relay of 6to4 (RFC 7526)'],
    ['2001:0:a00:1::1', 'a tunnel of Teredo (RFC 4380)'],
    ['2001:2::1', 'a benchmark (RFC 5180)'],
    ['2001:10::1', 'an identifier (RFC 4843)'],
    ['100:0:0:1::1', 'a dummy (RFC 9780)'],
    ['fec0::1', 'a site (RFC 3879)'],
    ['3fff::1', 'a document (RFC 9637)'],
    ['5f00::1', 'a segment of a route (RFC 9602)'],
  ])('are refused where it is %s: %s', (address) => {
    expect(found([address])).toMatchObject({ code: 'ERR_ADDRESS_NOT_ALLOWED' });
    expect(tlsFaultOf(found([address]))).toBe('address-not-allowed');
  });

  it.each([
    '8.8.8.8',
    '172.32.0.1',
    '2606:4700::1',
    '2001:200::1',
    '2001:4860::1',
    '3fff:1000::1',
    '168.63.129.17',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('are taken: %s', (address) => {
    expect(found([address])).toEqual([address]);
  });

  it('are taken in part, where some of them are public', () => {
    expect(found(['10.0.0.1', '8.8.8.8'])).toEqual(['8.8.8.8']);
  });

  it('are taken where the settings allow their network', () => {
    expect(found(['10.20.0.1', '10.30.0.1'], ['10.20.0.0/16'])).toEqual(['10.20.0.1']);
    expect(found(['fd00::7'], ['fd00::7'])).toEqual(['fd00::7']);
  });

  it('are this machine’s for localhost, and for no name that looks like it', () => {
    expect(found(['127.0.0.1', '::1'], [], 'localhost')).toEqual(['127.0.0.1', '::1']);
    expect(found(['127.0.0.1'], [], 'localhost.example')).toMatchObject({ code: 'ERR_ADDRESS_NOT_ALLOWED' });
    expect(found(['10.0.0.1'], [], 'localhost')).toMatchObject({ code: 'ERR_ADDRESS_NOT_ALLOWED' });
  });

  it('are told with what refuses them', () => {
    expect(String(found(['10.0.0.1']))).toContain('api.example resolves to 10.0.0.1');
  });
});
