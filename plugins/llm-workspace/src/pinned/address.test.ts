import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { checkNetworks, mayConnect } from './address.ts';

describe('an address that a workspace may reach', () => {
  for (const address of [
    '93.184.216.34',
    '1.1.1.1',
    '2606:4700:4700::1111',
    '172.15.0.1',
    '172.32.0.1',
    '::ffff:1.1.1.1',
  ])
    test(`${address}: yes`, () => assert.ok(mayConnect(address, [])));

  const refused = [
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '2002:7f00:1::',
    '64:ff9b::7f00:1',
    '2001::1',
    '2001:db8::1',
    'fec0::1',
    '100::1',
    'no address',
    '',
    '1.1.1.1.',
    '1.1.1',
    '0x7f000001',
    '2130706433',
  ];
  for (const address of refused) test(`${address || '(empty)'}: no`, () => assert.ok(!mayConnect(address, [])));

  test("the operator's networks, and nothing beside them", () => {
    assert.ok(mayConnect('10.20.3.4', ['10.20.0.0/16']));
    assert.ok(mayConnect('::ffff:10.20.3.4', ['10.20.0.0/16']));
    assert.ok(!mayConnect('10.21.0.1', ['10.20.0.0/16']));
    assert.ok(!mayConnect('::1', ['10.20.0.0/16']));
    assert.ok(mayConnect('fd12::5', ['fd12::/16']));
  });

  test('a network that is none is an error of the configuration', () => {
    for (const wrong of ['10.0.0.1', 'x', '10.0.0.0/33'])
      assert.throws(
        () => checkNetworks([wrong]),
        (error) => HexaopsError.is(error, 'config-invalid'),
      );
  });
});
