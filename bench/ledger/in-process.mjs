import { closedLoop } from './closed-loop.mjs';
import { openLedger, transferCommand } from './commands.mjs';
import { serve } from './contender.mjs';
import { bookId } from './ids.mjs';

/** Transfers through LedgerService in its own process, between random accounts or, with `toMerchant`, all to one. */
serve(async ({ environment, accounts, watched }) => {
  Object.assign(process.env, environment);
  const ledger = await openLedger();
  const random = () => Math.floor(Math.random() * accounts);

  const measure = ({ toMerchant = false, ...load }) =>
    closedLoop({ ...load, watched }, () => {
      const to = toMerchant ? 0 : random();
      // Anybody but the one who gets it.
      const from = (to + 1 + Math.floor(Math.random() * (accounts - 1))) % accounts;
      return ledger.submit(transferCommand(bookId(from), bookId(to)));
    });
  return { measure };
});
