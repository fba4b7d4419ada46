import { domainErrorCodes, type DomainErrorCode } from '@tradeyard/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** What can be wrong with a request before any rule of the product is asked. */
const requestCodes = [
  'validation_failed',
  'malformed_json',
  'unauthenticated',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'payload_too_large',
  'unsupported_media_type',
  'too_many_requests',
  'service_unavailable',
  'internal_error',
] as const;

export type ProblemCode = DomainErrorCode | (typeof requestCodes)[number];
export const problemCodes: readonly ProblemCode[] = [...requestCodes, ...domainErrorCodes];

/** Codes that are not answered with 422. */
export const statusByCode: Partial<Record<ProblemCode, number>> = {
  validation_failed: 400,
  malformed_json: 400,
  unauthenticated: 401,
  sign_in_failed: 401,
  session_expired: 401,
  forbidden: 403,
  not_found: 404,
  transaction_not_found: 404,
  hold_not_found: 404,
  quote_not_found: 404,
  instrument_not_found: 404,
  event_not_found: 404,
  order_not_found: 404,
  portfolio_not_found: 404,
  portfolio_group_not_found: 404,
  activity_not_found: 404,
  asset_not_found: 404,
  change_not_found: 404,
  league_not_found: 404,
  league_member_not_found: 404,
  workload_not_found: 404,
  watchlist_not_found: 404,
  alert_not_found: 404,
  notice_not_found: 404,
  webhook_not_found: 404,
  share_not_found: 404,
  part_not_found: 404,
  method_not_allowed: 405,
  email_taken: 409,
  instrument_exists: 409,
  provider_symbol_taken: 409,
  event_exists: 409,
  watchlist_name_taken: 409,
  client_order_id_reused: 409,
  portfolio_changed: 409,
  activity_exists: 409,
  change_not_undoable: 409,
  transaction_out_of_order: 409,
  already_in_league: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  internal_error: 500,
  quote_unavailable: 503,
  service_unavailable: 503,
};

export class FieldErrorDto {
  @ApiProperty({ example: 'amount.amount', description: 'The input at fault, as a path into the body' })
  field!: string;
  @ApiProperty({ example: 'The amount must be more than zero, -5 is not' })
  message!: string;
}

/** Problem details for HTTP APIs, RFC 9457. */
export class ProblemDto {
  @ApiProperty({ example: 'urn:tradeyard:problem:insufficient_funds' }) type!: string;
  @ApiProperty({ example: 'Unprocessable Entity' }) title!: string;
  @ApiProperty({ example: 422 }) status!: number;
  @ApiProperty({ enum: problemCodes, enumName: 'ProblemCode', description: 'Stable, for programs' })
  code!: ProblemCode;
  @ApiProperty({ example: '12.00 EUR is available, 20.00 EUR was asked' }) detail!: string;
  @ApiPropertyOptional({ type: [FieldErrorDto], description: 'One entry per field at fault' })
  errors?: FieldErrorDto[];
}

/** Thrown where a request fails before it reaches a rule, by guards and pipes only. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    message: string,
    readonly errors?: FieldErrorDto[],
  ) {
    super(message);
  }
}
