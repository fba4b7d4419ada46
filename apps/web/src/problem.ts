import { ProblemError, type Schemas } from '@tradeyard/api-client';
import { findCurrency } from '@tradeyard/kernel';
import { formatMoney } from '@tradeyard/ui';

type ProblemCode = Schemas['ProblemCode'];

/** Our own words for what the API's detail says too briefly, or in words for programs. */
const sentences: Partial<Record<ProblemCode, (detail: string) => string>> = {
  insufficient_funds: (detail) => `There is not enough money for this: ${detail}.`,
  insufficient_shares: (detail) => `You do not have that many: ${detail}.`,
  sign_in_failed: () => 'Email and password do not match. Check both and try again.',
  session_expired: () => 'Your session has ended. Sign in again.',
  unauthenticated: () => 'Your session has ended. Sign in again.',
  too_many_requests: () => 'That was a little too often. Wait a minute and try again.',
  service_unavailable: () => 'The server is just starting or very busy. Try again in a moment.',
  internal_error: () => 'Something went wrong on our side. Nothing was changed.',
  quote_unavailable: (detail) => `There is no price to trade on right now. ${detail}.`,
  not_found: () => 'There is nothing at this address.',
};

/** Any error as a sentence for a person. */
export function problemSentence(error: unknown): string {
  if (!(error instanceof ProblemError)) {
    return 'Something went wrong in this page. Load it again and try once more.';
  }
  const { code, status } = error;
  if (status === 0) return error.detail;
  const detail = withWrittenAmounts(error.detail);
  return sentences[code]?.(detail.replace(/\.$/, '')) ?? withFullStop(detail);
}

/** The API writes `1234.50 EUR`; people read `€1,234.50`. */
const withWrittenAmounts = (detail: string): string =>
  detail.replaceAll(/(\d+(?:\.\d+)?) ([A-Z]{3,5})\b/g, (written, amount: string, code: string) =>
    findCurrency(code) ? formatMoney(amount, code) : written,
  );

const withFullStop = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** What the problem says about single fields, by the path of the field, in the words of a person too. */
export const fieldProblems = (error: unknown): readonly { field: string; message: string }[] =>
  error instanceof ProblemError
    ? error.errors.map(({ field, message }) => ({
        field,
        message: sentences[error.code] ? problemSentence(error) : withWrittenAmounts(message),
      }))
    : [];
