import { ProviderError } from './market-provider.provider.js';

/** Ten years of days of one instrument are a third of a megabyte. */
const bytesMax = 4 * 1024 * 1024;

type Question = {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly now: Date;
  readonly headers?: Record<string, string>;
};

/** The JSON at an address. Throws `ProviderError`, without the address, whatever goes wrong. */
export async function fetchJson(url: URL, question: Question): Promise<unknown> {
  const text = await fetchText(url, question);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ProviderError('answered with what is no JSON');
  }
}

async function fetchText(url: URL, { timeoutMs, signal, now, headers = {} }: Question): Promise<string> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json', ...headers },
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (response.ok) return await readBody(response);
    await response.body?.cancel();
    throw statusError(response, now);
  } catch (error) {
    throw asProviderError(error);
  }
}

/** What went wrong below may name the address: none of it is kept but what kind of thing it was. */
export function asProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  const name = error instanceof Error ? error.name : '';
  return new ProviderError(name === 'TimeoutError' ? 'did not answer in time' : 'cannot be reached');
}

export function statusError({ status, headers }: Response, now: Date): ProviderError {
  const text = headers.get('retry-after');
  // Seconds, or a date as HTTP writes it: RFC 9110, 10.2.3.
  const ms =
    text === null ? 0 : /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now.getTime();
  return new ProviderError(`answered with status ${status}`, Math.max(0, ms || 0));
}

export async function readBody({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new ProviderError(`answered with more than ${bytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
