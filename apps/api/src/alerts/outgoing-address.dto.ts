import { lookup as resolve, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { DomainError } from '@tradeyard/kernel';
import ipaddr from 'ipaddr.js';

/** A connection to an address that only this server's own network reaches. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED';
}

/**
 * Whether an address is one of the public internet's. Everything that has another use is not: private, loopback,
 * link-local (where clouds keep their metadata), multicast, reserved, and IPv4 in the clothes of IPv6.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // Mapped IPv4 is judged as IPv4; what carries it in other ways (NAT64, 6to4, Teredo) has a range of its own.
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast));
}

/** All that is given out of IPv6 so far: the rest looks like unicast, and is for uses to come or of the past. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

const onlyPublic = 'It is an address of a private network, where this server sends nothing';

/** An address that something may be sent to: http or https, no name and password in it. Throws `webhook_address_refused`. */
export function readOutgoingUrl(text: string, allowsPrivate: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw refused('Give an address such as https://example.org/tradeyard');
  }
  if (url.username || url.password) throw refused('The address must hold neither name nor password');
  if (!allowsPrivate && isIP(hostOf(url)) !== 0 && !isPublicAddress(hostOf(url))) throw refused(onlyPublic);
  url.hash = '';
  return url.href;
}

/** IPv6 stands in brackets there. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

const refused = (message: string): DomainError => new DomainError('webhook_address_refused', message, 'url');

/** Throws `AddressRefused` for an address in numbers: connecting to one looks nothing up. */
export function requirePublicHost(url: URL): void {
  const host = hostOf(url);
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new AddressRefused(onlyPublic);
}

/**
 * Resolves a name for a connection that is about to be made, and refuses it where any of its addresses is not public. The
 * addresses that were checked are those that are connected to, so that a name cannot change its mind in between.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses;
    if (error || !first) {
      callback(error ?? new Error(`${hostname} has no address`), '', 0);
      return;
    }
    if (!addresses.every(({ address }) => isPublicAddress(address))) {
      callback(new AddressRefused(onlyPublic), '', 0);
    } else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
