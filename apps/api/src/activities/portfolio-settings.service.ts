import { Injectable } from '@nestjs/common';
import { compareDecimals, addDecimals, DomainError, formatDecimal, parseDecimal } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import { InstrumentsService } from '../market-data/instruments.service.js';
import { Problem } from '../platform/problem.js';
import { ActivityWriter } from './activity-writer.service.js';
import { PortfolioSettingsDto, type ChangePortfolioSettingsDto } from './portfolio-settings.dto.js';
import { targetDimensions, type TargetDimension, type Targets } from './portfolio-setting.entity.js';
import { ScopesService } from './scopes.service.js';

const targetsMax = 200;
const nameCharactersMax = 100;
const all = parseDecimal('100');

const usual: PortfolioSettingsDto = { costBasis: 'fifo', benchmark: null, targets: {} };

const put = `
  insert into portfolio_setting as s (portfolio_id, user_id, cost_basis, benchmark, targets, version)
  values ($1, $2, coalesce($3, 'fifo'), $4, $6::jsonb, 1)
  on conflict (portfolio_id) do update set cost_basis = coalesce($3, s.cost_basis),
    benchmark = case when $5 then $4 else s.benchmark end, targets = s.targets || $6::jsonb, version = s.version + 1
  where s.user_id = $2`;

/** What people decide for their portfolios, of all kinds. */
@Injectable()
export class PortfolioSettingsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly scopes: ScopesService,
    private readonly writer: ActivityWriter,
    private readonly instruments: InstrumentsService,
  ) {}

  /** The usual ones where nothing was decided. Throws `portfolio_not_found`. */
  async get(userId: string, portfolioId: string): Promise<PortfolioSettingsDto> {
    await this.scopes.get(userId, portfolioId);
    return this.find(userId, portfolioId);
  }

  /** As `get`, of a portfolio that the caller has looked up as its owner. */
  async find(userId: string, portfolioId: string): Promise<PortfolioSettingsDto> {
    const [found] = await this.dataSource.query<PortfolioSettingsDto[]>(
      `select cost_basis as "costBasis", benchmark, targets from portfolio_setting
       where portfolio_id = $1 and user_id = $2`,
      [portfolioId, userId],
    );
    return found ? PortfolioSettingsDto.from(found) : usual;
  }

  /**
   * What is not sent stays. Throws `portfolio_not_found`, `portfolio_archived`, `instrument_not_found`, and
   * `validation_failed` for targets that are none.
   */
  async change(
    userId: string,
    portfolioId: string,
    { costBasis, benchmark, targets }: ChangePortfolioSettingsDto,
  ): Promise<PortfolioSettingsDto> {
    const portfolio = await this.scopes.get(userId, portfolioId);
    if (portfolio.archivedAt) throw new DomainError('portfolio_archived', 'This portfolio is archived', 'id');
    if (typeof benchmark === 'string') await this.instruments.getInstrument(benchmark, 'benchmark');
    const values = [
      ...[portfolioId, userId, costBasis ?? null, benchmark ?? null, benchmark !== undefined],
      JSON.stringify(readTargets(targets ?? {})),
    ];
    if (portfolio.kind === 'tracked') {
      await this.writer.change(userId, portfolioId, async ({ manager }) => {
        await manager.query(put, values);
        return { answer: null, change: { kind: 'setting', count: 0 } };
      });
    } else await this.dataSource.query(put, values);
    return this.find(userId, portfolioId);
  }
}

const invalid = (field: string, message: string): Problem =>
  new Problem('validation_failed', message, [{ field, message }]);

/** Throws `validation_failed` for what are no targets. */
export function readTargets(sent: Record<string, unknown>): Targets {
  const targets: Partial<Record<TargetDimension, Record<string, string>>> = {};
  for (const [dimension, shares] of Object.entries(sent)) {
    const field = `targets.${dimension.slice(0, nameCharactersMax)}`;
    const known = targetDimensions.find((each) => each === dimension);
    if (!known) throw invalid(field, `Targets are by ${targetDimensions.join(', ')}`);
    if (typeof shares !== 'object' || shares === null || Array.isArray(shares))
      throw invalid(field, 'Targets are percentages by name');
    targets[known] = readShares(shares as Record<string, unknown>, field);
  }
  return targets;
}

function readShares(shares: Record<string, unknown>, field: string): Record<string, string> {
  const entries = Object.entries(shares);
  if (entries.length > targetsMax) throw invalid(field, `There is room for ${targetsMax} targets`);
  let sum = parseDecimal('0');
  const read = entries.map(([name, percent]): [string, string] => {
    if (
      typeof percent !== 'string' ||
      !/^\d{1,3}(\.\d{1,6})?$/.test(percent) ||
      name.length > nameCharactersMax
    )
      throw invalid(`${field}.${name.slice(0, nameCharactersMax)}`, 'A target is a percentage such as 12.5');
    if (/\p{C}/u.test(name)) throw invalid(field, 'A name has only characters that can be seen');
    sum = addDecimals(sum, parseDecimal(percent));
    return [name, formatDecimal(parseDecimal(percent))];
  });
  if (compareDecimals(sum, all) > 0) throw invalid(field, 'Targets are 100 percent together at most');
  return Object.fromEntries(read);
}
