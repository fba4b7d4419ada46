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
  idempotency_key_reused: () =>
    'This was sent before with other content. See your transactions for what became of it before you try again.',
  transaction_not_found: () => 'You have no such transaction.',
  not_reversible: (detail) => `This cannot be taken back. ${detail}.`,
  already_reversed: () => 'This was taken back before; it is not done twice.',
  hold_not_found: () => 'There is no such hold of yours.',
  hold_closed: (detail) => `There is nothing left to do here: ${lowerFirst(detail)}.`,
  hold_expired: () => 'The time of this hold is over, so nothing can be taken of it any more.',
  hold_not_yours_to_capture: () => 'You hold this for somebody else, who alone can take it.',
  hold_not_yours_to_release: () =>
    'You promised this money until the hold ends. Until then only the other person can give it back.',
  capture_exceeds_hold: (detail) => `This is more than what is held: ${detail}.`,
  limit_exceeded: (detail) => `This is more than is allowed at once. ${detail}.`,
  rate_changed: (detail) => `The rate has changed. ${detail}. Look at the new cost and send it again.`,
  rate_too_old: (detail) => `There is no rate new enough to convert at. ${detail}.`,
  quote_not_found: () => 'This offer is not there any more. Ask for a new one.',
  quote_expired: () => 'The time of this offer is over. Ask for a new one.',
  quote_used: () => 'This was converted before; it is not done twice. See your transactions.',
  transfer_to_self: () => 'This is your own account. Enter the email or handle of another person.',
  user_closed: (detail) => `${detail}, so nothing can arrive there.`,
  portfolio_is_main: () => 'This can only be done with a paper portfolio, not with your main one.',
  portfolio_archived: () => 'This portfolio is archived: it can be read, and nothing in it changes.',
  portfolio_changed: () => 'The portfolio has just been changed elsewhere. Look at it and try again.',
  portfolio_of_league: () => 'This portfolio is in a league. Leave the league first.',
  too_many_portfolios: () => 'There is no room for another portfolio. Archive one first.',
  league_not_found: () => 'There is no such league. Check the code, or ask whoever opened it.',
  league_member_not_found: () => 'This person is not in the league any more.',
  already_in_league: () => 'You are in this league already.',
  league_started: () => 'The league has started: its dates stay as they are.',
  league_ended: () => 'This league has ended.',
  league_sets_models: () => 'In a league all orders are filled alike, as the league says.',
  workload_not_found: () => 'You have no such workload.',
  watchlist_not_found: () => 'This watchlist is not there any more.',
  watchlist_name_taken: () => 'You have a watchlist of this name already. Choose another name.',
  watchlist_full: () => 'There is no room for more in this watchlist. Remove something from it first.',
  too_many_watchlists: () => 'There is no room for another watchlist. Delete one first.',
  order_not_found: () => 'You have no such order.',
  order_closed: (detail) => `There is nothing left to change here. ${detail}.`,
  order_not_pending: () => 'The time to decide is over, and nothing was traded. Place the order again.',
  order_too_small: () => 'This is less than the smallest piece that can be traded.',
  order_class_malformed: (detail) => `These orders do not go together. ${detail}.`,
  exit_prices_crossed: (detail) => `${detail}. Profit is taken above the price, and losses stop below it.`,
  stop_already_reached: (detail) => `The price is there already. ${detail}.`,
  price_outside_collar: (detail) => `That is far from the market: ${lowerFirst(detail)}.`,
  expiry_out_of_range: () => 'Choose a moment between now and a year from now.',
  size_fixed: (detail) => `Its size stays as it is. ${detail}.`,
  duplicate_order: () => 'You placed the same order a moment ago. Send it once more to place both.',
  client_order_id_reused: () => 'This order was sent before. See your orders for what became of it.',
  trading_stopped: (detail) => `No orders are taken right now. ${detail}.`,
  portfolio_not_found: () => 'This portfolio is not there any more.',
  portfolio_is_tracked: () => 'Nothing is traded in a tracked portfolio. Choose another one.',
  portfolio_group_not_found: () => 'This group is not there any more.',
  too_many_portfolio_groups: () => 'There is no room for another group. Remove one first.',
  activities_of_ledger: () =>
    'What happens in this portfolio comes from its orders by itself, so nothing is entered or changed.',
  activity_not_found: () => 'This activity is not there any more.',
  activity_exists: () => 'This was added before. Look at the list before you add it again.',
  asset_not_found: () => 'The portfolio has no such asset.',
  change_not_found: () => 'This change is not there any more.',
  change_not_undoable: (detail) => `It cannot be taken back. ${detail}.`,
  part_not_found: () => 'It was not held in this time. Choose a longer one.',
  targets_missing: () => 'Say first how much of the portfolio each position should be.',
  share_not_found: () => 'This link is not there any more.',
  share_expired: () => 'The link would have expired already. Choose a longer time.',
  too_many_shares: () => 'There is no room for another link. Revoke one first.',
  alert_not_found: () => 'This alert is not there any more.',
  notice_not_found: () => 'This notice is not there any more.',
  webhook_not_found: () => 'This webhook is not there any more.',
  not_found: () => 'There is nothing at this address.',
};

/** Any error as a sentence for a person. */
export function problemSentence(error: unknown): string {
  if (!(error instanceof ProblemError)) {
    return 'Something went wrong in this page. Load it again and try once more.';
  }
  const { code, status } = error;
  return status === 0 ? error.detail : refusalSentence(code, error.detail);
}

/** What the API refused, now or some time ago, as a sentence for a person. `code` may be one that we have not heard of. */
export function refusalSentence(code: string, message: string): string {
  const detail = withWrittenAmounts(message);
  return sentences[code as ProblemCode]?.(detail.replace(/\.$/, '')) ?? withFullStop(detail);
}

/** The API writes `1234.50 EUR`; people read `€1,234.50`. */
export const withWrittenAmounts = (detail: string): string =>
  detail.replaceAll(/(\d+(?:\.\d+)?) ([A-Z]{3,5})\b/g, (written, amount: string, code: string) =>
    findCurrency(code) ? formatMoney(amount, code) : written,
  );

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const withFullStop = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** What the problem says about single fields, by the path of the field, in the words of a person too. */
export const fieldProblems = (error: unknown): readonly { field: string; message: string }[] =>
  error instanceof ProblemError
    ? error.errors.map(({ field, message }) => ({
        field,
        message: sentences[error.code] ? problemSentence(error) : withWrittenAmounts(message),
      }))
    : [];
