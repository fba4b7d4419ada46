import { ProblemError } from '@tradeyard/api-client';

/**
 * Hands what the API answered to the browser as a file. It takes a token to fetch it, so that a plain link cannot; the
 * browser keeps what is long on disk and not in memory. Throws when it does not arrive whole.
 */
export async function saveAnswer(response: Response, name: string, signal?: AbortSignal): Promise<void> {
  const file = await response.blob().catch((error: unknown) => {
    throw signal?.aborted ? error : brokenOff();
  });
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: some browsers begin to read it a little later.
  setTimeout(() => URL.revokeObjectURL(address), keptMs);
}

const keptMs = 60_000;

const brokenOff = (): ProblemError =>
  new ProblemError({
    type: 'urn:tradeyard:problem:service_unavailable',
    title: 'No answer',
    status: 0,
    code: 'service_unavailable',
    detail: 'The connection broke off before the file was whole. Nothing was saved; try again.',
  });
