import type { Schemas } from '../../api.js';

/** What is broken, in a few words; the difference's own explanation has the numbers. */
export const ruleWords: Record<Schemas['VerificationRule'], string> = {
  posting_without_account: 'A movement of an account that does not exist',
  account_without_posting: 'A balance that nothing moved',
  balance_after_wrong: 'A balance on record is not what the movements before it make',
  held_after_wrong: 'A held amount on record is not what the movements before it make',
  account_not_covered: 'An account has less than nothing, or less than it holds',
  balance_wrong: 'A balance differs from its last movement',
  held_wrong: 'A held amount differs from its last movement',
  last_journal_wrong: 'An account names another entry as its last',
  posting_without_journal: 'A movement without its entry',
  journal_without_posting: 'An entry that moved nothing',
  journal_not_zero: 'An entry that made or lost money',
  holds_not_held: 'What is held is not what open holds come to',
  cost_after_wrong: 'A cost on record is not what the movements before it make',
  cost_without_balance: 'Nothing is left, and it has a cost',
  cost_without_posting: 'A cost that no movement belongs to',
  cost_wrong: 'A cost differs from what was counted last',
  asset_not_zero: 'A currency or share that does not come to zero in all',
};
