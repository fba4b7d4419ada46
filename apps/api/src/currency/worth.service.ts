import { Injectable } from '@nestjs/common';
import { convert, isShare, money, type Day, type Money } from '@tradeyard/kernel';
import {
  accountKey,
  isCustomer,
  type AccountRef,
  type Journal,
  type Line,
  type Worth,
} from '@tradeyard/ledger';
import DataLoader from 'dataloader';
import { PersonLookupService, type Person } from '../auth/person-lookup.service.js';
import { BalancesService } from '../ledger/balances.service.js';
import { RatesService, type DatedRate, type RateQuestion } from './rates.service.js';

/** Somebody and the currency they count in. */
type Owner = Pick<Person, 'id' | 'baseCurrency'>;

/** A line of money, and the currency that its owner counts in, which is another. */
type Foreign = { readonly line: Line; readonly base: string };

/**
 * What the lines of a journal are worth to those whose money they move. All that
 * is asked in one turn of the event loop is one question to storage; a journal
 * that moves nothing but the currencies its owners count in asks nothing.
 */
@Injectable()
export class WorthService {
  private readonly rateLoader: DataLoader<RateQuestion, DatedRate | undefined>;
  private readonly currencyLoader: DataLoader<AccountRef, string | null | undefined>;

  constructor(
    private readonly people: PersonLookupService,
    rates: RatesService,
    balances: BalancesService,
  ) {
    const options = { cache: false, batchScheduleFn: (load: () => void) => void setImmediate(load) };
    this.rateLoader = new DataLoader((asked) => rates.ratesByDate(asked), options);
    this.currencyLoader = new DataLoader((asked) => balances.findCostCurrencies(asked), options);
  }

  /**
   * The journal with the worth of each line whose owner counts in another
   * currency. What somebody exchanged is worth what it was exchanged for: an
   * amount in the currency that they count in exactly, with the fee, which is
   * part of what something cost (IAS 2, paragraph 11) and comes off what it
   * brought; else what was given up, at the reference rate. Anything else counts
   * at the reference rate of the day it counts for, however old, and where there
   * is none it has no worth.
   *
   * `owners` are those who are known already. `undone` are the worths of the
   * lines that the journal takes back, by account; where the owner counts in another
   * currency by now they are taken along at the rate of this moment, as costs are.
   */
  async value<Valued extends Journal>(
    journal: Valued,
    owners: readonly Owner[] = [],
    undone: ReadonlyMap<string, Worth> = new Map(),
  ): Promise<Valued> {
    const foreign = await this.listForeign(journal.lines, owners);
    if (foreign.length === 0) return journal;
    const worths = new Map<Line, Worth>();
    await Promise.all(
      foreign.map(async (each) => {
        const { line, base } = each;
        const known = undone.get(accountKey(line.account));
        const counted = this.currencyLoader.load(line.account);
        const worth =
          (known && (await this.inCurrency(known, base))) ??
          (await this.worthOf(each, journal.lines, journal.valueDate));
        if (worth) worths.set(line, await this.withCostBefore(worth, line.account.asset, await counted));
      }),
    );
    const lines = journal.lines.map((line) => {
      const worth = worths.get(line);
      return worth ? { ...line, worth } : line;
    });
    return { ...journal, lines };
  }

  private async listForeign(lines: readonly Line[], owners: readonly Owner[]): Promise<Foreign[]> {
    const known = new Map(owners.map(({ id, baseCurrency }) => [id, baseCurrency]));
    const found = await Promise.all(
      lines.filter(isMoney).map(async (line) => {
        const { bookId, asset } = line.account;
        const base = known.get(bookId) ?? (await this.people.findById(bookId))?.baseCurrency;
        return base === undefined || base === asset ? [] : [{ line, base }];
      }),
    );
    return found.flat();
  }

  private async worthOf(
    { line, base }: Foreign,
    lines: readonly Line[],
    valueDate?: Day,
  ): Promise<Money | undefined> {
    const counterpart = findCounterpart(line, lines);
    if (counterpart?.account.asset === base) return money(magnitude(counterpart.amount), base);
    const givenFirst = [line, ...(counterpart ? [counterpart] : [])].sort((a, b) =>
      a.amount < b.amount ? -1 : 1,
    );
    const worths = await Promise.all(givenFirst.map((each) => this.atReference(each, base, valueDate)));
    return worths.find((worth) => worth !== undefined);
  }

  private async inCurrency(worth: Worth, base: string): Promise<Worth | undefined> {
    const { currency, minor, undoes = 0n } = worth;
    if (currency === base) return worth;
    const dated = await this.rateLoader.load({ from: currency, to: base });
    if (!dated) return undefined;
    const there = (amount: bigint): Money => convert(money(amount, currency), dated.rate, 'halfEven');
    return { ...there(minor), undoes: there(undoes).minor };
  }

  private async atReference(
    { account: { asset }, amount }: Line,
    base: string,
    on?: Day,
  ): Promise<Money | undefined> {
    const dated = await this.rateLoader.load({ from: asset, to: base, ...(on && { on }) });
    return dated && convert(money(magnitude(amount), asset), dated.rate, 'halfEven');
  }

  /**
   * With the rate from the currency that the account is counted in, where its
   * owner counts in another by now, or from its own where nobody has counted it.
   */
  private async withCostBefore(
    worth: Worth,
    asset: string,
    counted: string | null | undefined,
  ): Promise<Worth> {
    if (counted === undefined || counted === worth.currency) return worth;
    const dated = await this.rateLoader.load({ from: counted ?? asset, to: worth.currency });
    if (!dated) return worth;
    return { ...worth, [counted === null ? 'begins' : 'from']: dated.rate };
  }
}

const isMoney = ({ account, amount }: Line): boolean =>
  amount !== 0n && isCustomer(account) && !isShare(account.asset);

/** What the same owner gave or got for it in the same journal, where that is one amount of money. */
function findCounterpart(line: Line, lines: readonly Line[]): Line | undefined {
  const [other, ...more] = lines.filter(
    (each) => each !== line && isMoney(each) && each.account.bookId === line.account.bookId,
  );
  return more.length === 0 && other && other.amount > 0n !== line.amount > 0n ? other : undefined;
}

const magnitude = (amount: bigint): bigint => (amount < 0n ? -amount : amount);
