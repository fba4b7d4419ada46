import { isIPv6 } from 'node:net';
import { z } from 'zod';

/** Where a server listens that is spoken to over TCP alone. An IPv6 address stands without its brackets. */
export type ServerAddress = { readonly host: string; readonly port: number };

/** `host:port`, with an IPv6 address in brackets; undefined when unset. */
export const serverAddress = (name: string, example: string) =>
  z
    .string()
    .transform((text, context) => {
      const address = readAddress(text);
      if (!address) context.addIssue(`${name} must be a host and a port such as ${example} or [::1]:4444`);
      return address ?? z.NEVER;
    })
    .optional();

function readAddress(text: string): ServerAddress | undefined {
  const [, bracketed, name, digits] = /^(?:\[([^\]]+)\]|([\w.-]+)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (!(port >= 1 && port <= 65_535)) return undefined;
  if (bracketed !== undefined) return isIPv6(bracketed) ? { host: bracketed, port } : undefined;
  return name === undefined ? undefined : { host: name, port };
}
