import { expect, it } from 'vitest';
import { isPublicAddress, lookupPublic, readOutgoingUrl } from './outgoing-address.dto.js';

it.each([
  ['1.1.1.1', true],
  ['93.184.216.34', true],
  ['2606:4700::1111', true],
  ['10.0.0.1', false],
  ['172.16.0.1', false],
  ['192.168.1.1', false],
  ['127.0.0.1', false],
  ['127.255.255.254', false],
  ['0.0.0.0', false],
  ['169.254.169.254', false], // where clouds keep their metadata
  ['100.64.0.1', false],
  ['100.100.100.200', false],
  ['192.0.0.192', false],
  ['192.0.2.1', false],
  ['198.18.0.1', false],
  ['224.0.0.1', false],
  ['240.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['fe80::1', false],
  ['fc00::1', false],
  ['fd00:ec2::254', false],
  ['ff02::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:10.0.0.1', false],
  ['::ffff:7f00:1', false],
  ['::127.0.0.1', false],
  ['64:ff9b::7f00:1', false],
  ['64:ff9b:1::7f00:1', false],
  ['2002:7f00:1::', false],
  ['2001:0:7f00:1::', false],
  ['2001:db8::1', false],
  ['fec0::1', false],
  ['localhost', false],
  ['', false],
])('knows whether %s is of the public internet: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

it.each([
  'ftp://example.org/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'example.org',
  '',
  'https://',
  'https://me:secret@example.org/',
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f.0.0.1/',
  'http://017700000001/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://169.254.169.254/latest/meta-data',
])('refuses to send to %s', (address) => {
  const code = 'webhook_address_refused';
  expect(() => readOutgoingUrl(address, false)).toThrow(expect.objectContaining({ code, field: 'url' }));
});

it('takes addresses of the internet as they are, and private ones where they are allowed', () => {
  expect(readOutgoingUrl('HTTPS://Example.org/a?b=c#d', false)).toBe('https://example.org/a?b=c');
  expect(readOutgoingUrl('http://127.0.0.1:9/', true)).toBe('http://127.0.0.1:9/');
});

it.each([{ all: true }, { all: false }])('resolves no name to this machine: %o', async (options) => {
  const error = await new Promise((done) => lookupPublic('localhost', options, done));
  expect(error).toMatchObject({ code: 'ADDRESS_REFUSED' });
});
