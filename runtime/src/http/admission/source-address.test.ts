import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { networkOf, sourceOf, type Received } from './source-address.ts';

function request(remoteAddress: string | undefined, ...forwarded: readonly string[]): Received {
  return { socket: { remoteAddress }, headersDistinct: { 'x-forwarded-for': [...forwarded] } };
}

const proxies = ['10.0.0.0/8', 'fd00::/8'].map(networkOf).filter((network) => network !== undefined);
const source = (remote: string | undefined, ...forwarded: readonly string[]) =>
  sourceOf(request(remote, ...forwarded), proxies).key;

describe('the source of a request', () => {
  test('is the other end of its socket, whatever it says of itself', () => {
    assert.equal(source('192.0.2.1'), '192.0.2.1');
    assert.equal(source('192.0.2.1', '198.51.100.1'), '192.0.2.1');
    assert.equal(source('::ffff:192.0.2.1', '198.51.100.1'), '192.0.2.1');
    assert.equal(source(undefined, '198.51.100.1'), 'unknown');
  });

  test('behind proxies is the last one that is none of them', () => {
    assert.equal(source('10.0.0.1', '192.0.2.1'), '192.0.2.1');
    assert.equal(source('::ffff:10.0.0.1', '192.0.2.1'), '192.0.2.1');
    assert.equal(source('10.0.0.1', '192.0.2.1, fd00::7', '10.0.0.2'), '192.0.2.1');
    assert.equal(source('10.0.0.1', '203.0.113.9, 192.0.2.1'), '192.0.2.1', 'the first was written by the client');
  });

  test('is the proxy itself where that does not say, or says what is no address', () => {
    assert.equal(source('10.0.0.1'), '10.0.0.1');
    assert.equal(source('10.0.0.1', '10.0.0.2'), '10.0.0.2');
    for (const said of ['', 'unknown', '192.0.2.1:80', '0x7f.1', '3221225985', '192.0.2.01', '198.51.100.1, _hidden']) {
      assert.equal(source('10.0.0.1', said), '10.0.0.1', said);
    }
  });

  test('of IPv6 is its network: an address costs nothing there', () => {
    assert.equal(source('2001:db8:1:2::1'), source('2001:db8:1:2:ffff::9'));
    assert.notEqual(source('2001:db8:1:2::1'), source('2001:db8:1:3::1'));
  });
});

describe('a network', () => {
  test('is an address or a network in its usual form', () => {
    for (const text of ['10.0.0.1', '10.0.0.0/8', '0.0.0.0/0', '::1', 'fd00::/8', '::ffff:10.0.0.1']) {
      assert.notEqual(networkOf(text), undefined, text);
    }
    for (const text of ['', 'proxy', '10', '10/8', '10.0.0.0/33', '010.0.0.1', 'fd00::/129', '10.0.0.1 ']) {
      assert.equal(networkOf(text), undefined, text);
    }
  });

  test('written as mapped into IPv6 is the same', () => {
    const mapped = [networkOf('::ffff:10.0.0.1')].filter((network) => network !== undefined);
    assert.equal(sourceOf(request('10.0.0.1', '192.0.2.1'), mapped).key, '192.0.2.1');
  });
});

describe('the address that is written down', () => {
  test('is whole, and that of whoever is answerable', () => {
    const written = (remote: string, ...forwarded: readonly string[]) =>
      sourceOf(
        request(remote, ...forwarded),
        [networkOf('10.0.0.0/8')].filter((network) => network !== undefined),
      ).address;
    assert.equal(written('192.0.2.1', '198.51.100.7'), '192.0.2.1');
    assert.equal(written('10.0.0.1', '198.51.100.7, 192.0.2.9'), '192.0.2.9');
    assert.equal(written('2001:db8::5'), '2001:db8::5');
    assert.equal(written('nonsense'), undefined);
  });
});
