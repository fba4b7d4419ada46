/**
 * Every way in which a request can break a rule, in one list: the API documents
 * it as an enum, so that the web can turn each code into a sentence and a bot
 * can switch over it.
 */
export const domainErrorCodes = [
  // numbers and money
  'not_a_decimal',
  'too_many_decimals',
  'number_too_large',
  'amount_must_be_positive',
  'amount_too_large',
  'unknown_currency',
  'currency_ended',
  'currency_mismatch',
  // ledger
  'insufficient_funds',
  'insufficient_shares',
  'balance_too_large',
  'accounts_must_differ',
  'idempotency_key_reused',
  'idempotency_key_malformed',
  'transaction_not_found',
  'not_reversible',
  'already_reversed',
  'hold_not_found',
  'hold_closed',
  'hold_expired',
  'hold_not_yours_to_capture',
  'hold_not_yours_to_release',
  'capture_exceeds_hold',
  // wallet and currency
  'user_not_found',
  'user_closed',
  'transfer_to_self',
  'limit_exceeded',
  'rate_changed',
  'currencies_must_differ',
  'rate_unavailable',
  'rate_too_old',
  'quote_not_found',
  'quote_expired',
  'quote_used',
  'quarantine_closed',
  'date_out_of_range',
  'amount_too_small',
  // market and trading
  'instrument_not_found',
  'instrument_malformed',
  'instrument_exists',
  'instrument_halted',
  'instrument_delisted',
  'provider_unavailable',
  'provider_symbol_taken',
  'event_not_found',
  'event_exists',
  'event_malformed',
  'split_contradicted',
  'unknown_calendar',
  'quote_unavailable',
  'tick_impossible',
  'order_not_found',
  'order_too_small',
  'order_closed',
  'order_not_pending',
  'order_price_missing',
  'order_price_unexpected',
  'order_class_malformed',
  'exit_prices_crossed',
  'stop_already_reached',
  'price_outside_collar',
  'time_in_force_unavailable',
  'expiry_out_of_range',
  'size_fixed',
  'duplicate_order',
  'trading_stopped',
  'client_order_id_reused',
  'portfolio_not_found',
  'portfolio_is_main',
  'portfolio_archived',
  'portfolio_changed',
  'portfolio_of_league',
  'too_many_portfolios',
  'models_invalid',
  // leagues
  'league_not_found',
  'league_member_not_found',
  'already_in_league',
  'league_left',
  'league_started',
  'league_not_started',
  'league_forbids_class',
  'league_position_too_large',
  'league_ended',
  'league_dates_invalid',
  'league_sets_models',
  'league_forbids_resets',
  // portfolio
  'portfolio_is_tracked',
  'portfolio_group_not_found',
  'too_many_portfolio_groups',
  'activities_of_ledger',
  'activity_not_found',
  'activity_exists',
  'too_many_activities',
  'asset_not_found',
  'too_many_assets',
  'change_not_found',
  'change_not_undoable',
  'import_malformed',
  // watchlists
  'watchlist_not_found',
  'watchlist_name_taken',
  'watchlist_full',
  'too_many_watchlists',
  // alerts
  'alert_not_found',
  'alert_already_met',
  'too_many_alerts',
  'price_off_tick',
  'price_out_of_range',
  'percent_out_of_range',
  'channel_unavailable',
  'notice_not_found',
  'webhook_not_found',
  'webhook_address_refused',
  'too_many_webhooks',
  // day trading
  'workload_not_found',
  'too_many_workloads',
  'unknown_command',
  'wrong_argument_count',
  'user_missing',
  'symbol_malformed',
  'amount_malformed',
  'trader_unknown',
  'nothing_pending',
  'nothing_set',
  'transaction_out_of_order',
  // figures of portfolios
  'part_not_found',
  'targets_missing',
  'calculation_too_large',
  'share_not_found',
  'share_expired',
  'too_many_shares',
  // accounts
  'email_taken',
  'account_not_empty',
  'sign_in_failed',
  'session_expired',
  // portfolio
  'activity_malformed',
  'lot_not_found',
  'lots_do_not_match',
  'calculation_malformed',
  'too_many_prices',
  // files
  'csv_malformed',
] as const;

export type DomainErrorCode = (typeof domainErrorCodes)[number];

/**
 * A broken rule: `code` is stable and for programs, `message` is for people.
 * `field` names the input at fault where the rule knows it.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: DomainErrorCode,
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}
