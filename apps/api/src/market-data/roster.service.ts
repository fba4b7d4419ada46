import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { addDays, dayOf, parseDecimal } from '@tradeyard/kernel';
import type { Candle, CandleSource, Instrument, ProviderName, SimulatedInstrument } from '@tradeyard/market';
import type { Repository } from 'typeorm';
import { CandlesService, type DatedClose } from './candles.service.js';
import { InstrumentEntity } from './instrument.entity.js';

/** What the market has to know of an instrument to price it. */
export type RosterEntry = Pick<
  Instrument,
  'symbol' | 'class' | 'currency' | 'tickSize' | 'status' | 'calendar' | 'provider' | 'providerSymbol'
> &
  Pick<SimulatedInstrument, 'simulatedSessions'>;

/** What is stored of an instrument before its first tick. */
export type StoredStart = {
  /** The last close before today, unless it is from long ago. */
  readonly close: DatedClose | undefined;
  /** The newest of all closes, of whatever day; that of today is the price so far. */
  readonly newest: DatedClose | undefined;
  /** Today, as its provider has told it so far. */
  readonly day: Candle | undefined;
};

/** A close from longer ago says nothing about a price of today. */
const closeDaysMax = 10;

const columns = `symbol, class, currency, tick_size as "tickSize", status, calendar, provider,
  provider_symbol as "providerSymbol", simulated_sessions as "simulatedSessions"`;

/** Which instruments there are, and who prices them, as it is stored. */
@Injectable()
export class RosterService {
  private fingerprint: string | undefined;

  constructor(
    @InjectRepository(InstrumentEntity) private readonly instruments: Repository<InstrumentEntity>,
    private readonly candles: CandlesService,
  ) {}

  /** All instruments, or null when nothing has changed since the last time; that is asked for every few seconds. */
  async readIfChanged(): Promise<RosterEntry[] | null> {
    const [{ fingerprint }]: [{ fingerprint: string }] = await this.instruments.query(
      `select md5(string_agg(concat_ws('|', symbol, class, currency, tick_size, status, calendar, provider,
         provider_symbol, simulated_sessions), E'\\n' order by symbol)) as fingerprint from instrument`,
    );
    if (fingerprint === this.fingerprint) return null;
    const rows: RosterEntry[] = await this.instruments.query(
      `select ${columns} from instrument order by symbol`,
    );
    this.fingerprint = fingerprint;
    return rows;
  }

  /** The same again the next time, since what was read could not be acted on. */
  forgetLast(): void {
    this.fingerprint = undefined;
  }

  /** At each symbol's place. */
  async readStarts(entries: readonly RosterEntry[], now: Date): Promise<StoredStart[]> {
    const today = dayOf(now);
    const symbols = entries.map(({ symbol }) => symbol);
    const closes = await this.candles.findCloses(
      [addDays(today, -1), today].flatMap((on) => symbols.map((symbol) => ({ symbol, on }))),
    );
    const rows: (DayRow & { symbol: string })[] = await this.instruments.query(
      `select candle.symbol, at, open, high, low, close, volume from candle
       join instrument on instrument.symbol = candle.symbol and instrument.provider = candle.source
       where candle.symbol = any($1) and "interval" = '1d' and at = $2::timestamp at time zone 'UTC'`,
      [symbols, today],
    );
    const days = new Map(rows.map((row) => [row.symbol, candleOf(row)]));
    const since = addDays(today, -closeDaysMax);
    return entries.map(({ symbol, provider }, index) => {
      const [close, newest] = [closes[index], closes[symbols.length + index]].map((each) =>
        each && isPriceFor(provider, each.source) ? each : undefined,
      );
      return { close: close && close.day >= since ? close : undefined, newest, day: days.get(symbol) };
    });
  }
}

type DayRow = { at: Date; open: string; high: string; low: string; close: string; volume: string };

const candleOf = ({ at, open, high, low, close, volume }: DayRow): Candle => ({
  at,
  open: parseDecimal(open),
  high: parseDecimal(high),
  low: parseDecimal(low),
  close: parseDecimal(close),
  volume: parseDecimal(volume),
});

/** What was simulated or replayed says nothing about a real price. */
const isPriceFor = (provider: ProviderName, source: CandleSource): boolean =>
  provider === 'simulated' || source === provider || (source !== 'simulated' && source !== 'replay');
