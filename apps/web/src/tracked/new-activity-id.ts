/**
 * An id for an activity that is entered now: a UUID of version 7 (RFC 9562), which sorts by the time it was made, as
 * activities of one day do by their entry.
 */
export function newActivityId(now = Date.now()): string {
  // `crypto.randomUUID` is of another version, and missing where a page comes without TLS.
  const random = crypto.getRandomValues(new Uint8Array(10));
  const bytes = [...millisecondBytes(now), ...random];
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const byteCount = 6;

/** The six bytes of a time in milliseconds, the largest first. */
const millisecondBytes = (ms: number): number[] =>
  Array.from({ length: byteCount }, (_, place) => Math.floor(ms / 256 ** (byteCount - 1 - place)) % 256);
