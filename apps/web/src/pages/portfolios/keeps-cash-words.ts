/** What keeping cash means. */
export const keepsCashWords =
  'Purchases take from its cash and sales bring it back, so deposits and withdrawals are entered too. Leave it off to track only what you own.';
