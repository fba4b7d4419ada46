import { Injectable } from '@nestjs/common';
import type { FileSettings } from '@tradeyard/portfolio';
import type { Step } from './activity-writer.service.js';
import { isSymbol } from './assets.service.js';
import { costBases } from './portfolio-setting.entity.js';
import { readTargets } from './portfolio-settings.service.js';

/** Settings that a file of ours brings. */
@Injectable()
export class ImportSettings {
  /**
   * Whether they were applied: only to a portfolio in which nothing was decided and entered yet. What cannot be read is
   * left out; the name and the currency of the portfolio stay.
   */
  async apply(
    { manager, portfolioId }: Step,
    userId: string,
    settings: FileSettings | undefined,
  ): Promise<boolean> {
    if (!settings) return false;
    const [fresh] = await manager.query<unknown[]>(
      `select from tracked_portfolio where id = $1 and activity_count = 0
         and not exists (select from portfolio_setting where portfolio_id = $1)`,
      [portfolioId],
    );
    if (!fresh) return false;
    const { keepsCash, benchmark = null } = settings;
    if (keepsCash !== undefined)
      await manager.query('update tracked_portfolio set keeps_cash = $2 where id = $1', [
        portfolioId,
        keepsCash,
      ]);
    await manager.query(
      `insert into portfolio_setting (portfolio_id, user_id, cost_basis, benchmark, targets, version)
       values ($1, $2, $3, (select symbol from instrument where symbol = $4), $5, 1)`,
      [
        ...[
          portfolioId,
          userId,
          costBases.find((known) => known === settings.costBasis) ?? 'fifo',
          benchmark !== null && isSymbol(benchmark) ? benchmark : null,
        ],
        JSON.stringify(targetsOf(settings.targets)),
      ],
    );
    return true;
  }
}

function targetsOf(sent: unknown): object {
  if (typeof sent !== 'object' || sent === null) return {};
  try {
    return readTargets(sent as Record<string, unknown>);
  } catch {
    return {};
  }
}
