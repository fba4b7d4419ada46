import { ApiProperty } from '@nestjs/swagger';
import { assetExponent, assetName, formatMinor } from '@tradeyard/kernel';
import { verificationRules } from './differences.service.js';
import type { Difference, Verification } from './verification.service.js';

export class VerifiedAccountDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) bookId!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'ada-lovelace',
    description: 'Null for the house, or a book of nobody',
  })
  handle!: string | null;
  @ApiProperty({ example: 'EUR' }) asset!: string;
  @ApiProperty({ enum: ['customer', 'outside', 'market', 'fx', 'fees'] }) kind!: string;
}

export class DifferenceDto {
  @ApiProperty({ enum: verificationRules, enumName: 'VerificationRule' }) rule!: string;
  @ApiProperty({ description: 'What differs where, in one sentence' }) explanation!: string;
  @ApiProperty({ type: VerifiedAccountDto, nullable: true }) account!: VerifiedAccountDto | null;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The journal where it first differs',
  })
  journalId!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: "In the asset's minor units, or the id of a journal",
  })
  expected!: string | null;
  @ApiProperty({ type: String, nullable: true }) found!: string | null;

  static from(difference: Difference): DifferenceDto {
    const { rule, account, journalId, expected, found } = difference;
    return { rule, explanation: explain(difference), account, journalId, expected, found };
  }
}

export class VerificationDto {
  @ApiProperty() sound!: boolean;
  @ApiProperty({ type: 'integer' }) accounts!: number;
  @ApiProperty({ type: 'integer' }) journals!: number;
  @ApiProperty({ type: 'integer' }) postings!: number;
  @ApiProperty({ type: 'integer' }) assets!: number;
  @ApiProperty({ type: [DifferenceDto], description: 'The first few; none when the ledger is sound' })
  differences!: DifferenceDto[];
  @ApiProperty({ example: 12.3 }) seconds!: number;

  static from({ differences, ...checked }: Verification): VerificationDto {
    return { sound: differences.length === 0, ...checked, differences: differences.map(DifferenceDto.from) };
  }
}

/** One sentence that an operator can act on. */
export function explain(difference: Difference): string {
  const text = sentence(difference);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sentence(difference: Difference): string {
  const { rule, accountId, journalId, asset } = difference;
  const who = subject(difference);
  const [expected, found] = [difference.expected, difference.found].map((minor) => quantity(minor, asset));
  switch (rule) {
    case 'posting_without_account':
      return `The journal ${journalId} has a posting to the account ${accountId}, which does not exist.`;
    case 'account_without_posting':
      return `${who} has no posting, and a balance of ${found}.`;
    case 'balance_after_wrong':
      return `${who} should have ${expected} after the journal ${journalId}, its posting says ${found}.`;
    case 'held_after_wrong':
      return `${who} should have ${expected} held after the journal ${journalId}, its posting says ${found}.`;
    case 'account_not_covered':
      return `${who} has ${found} after the journal ${journalId}, and ${expected} of it held.`;
    case 'balance_wrong':
      return `${who} should have ${expected} by its last posting (journal ${journalId}), the account says ${found}.`;
    case 'held_wrong':
      return `${who} should have ${expected} held by its last posting (journal ${journalId}), the account says ${found}.`;
    case 'last_journal_wrong':
      return `${who} was last moved by the journal ${difference.expected}, the account says ${difference.found}.`;
    case 'posting_without_journal':
      return `${who} has a posting of the journal ${journalId}, which does not exist.`;
    case 'journal_without_posting':
      return `The journal ${journalId} has no postings.`;
    case 'journal_not_zero':
      return `The journal ${journalId}, which moved ${who}, should come to zero, it comes to ${found}.`;
    case 'holds_not_held':
      return `${who} should have ${expected} held for open holds, the account says ${found}.`;
    case 'cost_after_wrong':
      return `${who} should have cost ${costText(difference.expected)} after the journal ${journalId}, it says ${costText(difference.found)}.`;
    case 'cost_without_balance':
      return `${who} has nothing after the journal ${journalId}, and a cost of ${costText(difference.found)}.`;
    case 'cost_without_posting':
      return `${who} has a cost of ${costText(difference.found)} by the journal ${journalId}, which did not move it.`;
    case 'cost_wrong':
      return `${who} should have cost ${costText(difference.expected)} by what was counted last, the account says ${costText(difference.found)}.`;
    case 'asset_not_zero':
      return `All accounts in ${asset} should come to zero, they come to ${found}.`;
  }
}

function subject({ account, asset }: Difference): string {
  if (!account) return `an account in ${asset} that does not exist`;
  const owner = account.handle === null ? '' : ` of @${account.handle}`;
  return `the ${account.kind} account${owner} in ${account.asset} (book ${account.bookId})`;
}

/** A cost as `123 EUR` in minor units, or what stands in its place. */
function costText(text: string | null): string {
  const [, minor, currency] = /^(-?\d+) (\S+)$/.exec(text ?? '') ?? [];
  return minor && currency ? quantity(minor, currency) : (text ?? 'nothing');
}

/** Minor units as people write them; as they are for an asset that nobody knows. */
function quantity(minor: string | null, asset: string | null): string {
  if (minor === null || asset === null || !/^-?\d+$/.test(minor)) return String(minor);
  try {
    return `${formatMinor(BigInt(minor), assetExponent(asset))} ${assetName(asset)}`;
  } catch {
    return `${minor} minor units of ${asset}`;
  }
}
