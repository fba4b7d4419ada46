import { Accounts1700000000001 } from './1-accounts.js';
import { Ledger1700000000002 } from './2-ledger.js';
import { Currency1700000000003 } from './3-currency.js';
import { Market1700000000004 } from './4-market.js';
import { Trading1700000000005 } from './5-trading.js';
import { People1700000000006 } from './6-people.js';
import { LedgerDepth1700000000007 } from './7-ledger-depth.js';
import { Audit1700000000008 } from './8-audit.js';
import { HoldsStay1700000000009 } from './9-holds-stay.js';
import { RateSources1700000000010 } from './10-rate-sources.js';
import { Quotes1700000000011 } from './11-quotes.js';
import { Costs1700000000012 } from './12-costs.js';
import { Watchlists1700000000013 } from './13-watchlists.js';
import { Instruments1700000000014 } from './14-instruments.js';
import { Replay1700000000015 } from './15-replay.js';
import { InstrumentEvents1700000000016 } from './16-instrument-events.js';
import { Candles1700000000017 } from './17-candles.js';
import { Stream1700000000018 } from './18-stream.js';
import { Alerts1700000000019 } from './19-alerts.js';
import { ProviderSymbols1700000000020 } from './20-provider-symbols.js';
import { Orders1700000000021 } from './21-orders.js';
import { RestingOrders1700000000022 } from './22-resting-orders.js';
import { Portfolios1700000000023 } from './23-portfolios.js';
import { EventApplications1700000000024 } from './24-event-applications.js';
import { Daytrading1700000000025 } from './25-daytrading.js';
import { DaytradingFigures1700000000026 } from './26-workload-figures.js';
import { TrackedPortfolios1700000000027 } from './27-tracked-portfolios.js';
import { PortfolioShares1700000000028 } from './28-portfolio-shares.js';
import { InstrumentOrigins1700000000029 } from './29-instrument-origins.js';
import { HistoryVersions1700000000030 } from './30-history-versions.js';

/** In the order in which they are applied. */
export const migrations = [
  Accounts1700000000001,
  Ledger1700000000002,
  Currency1700000000003,
  Market1700000000004,
  Trading1700000000005,
  People1700000000006,
  LedgerDepth1700000000007,
  Audit1700000000008,
  HoldsStay1700000000009,
  RateSources1700000000010,
  Quotes1700000000011,
  Costs1700000000012,
  Watchlists1700000000013,
  Instruments1700000000014,
  Replay1700000000015,
  InstrumentEvents1700000000016,
  Candles1700000000017,
  Stream1700000000018,
  Alerts1700000000019,
  ProviderSymbols1700000000020,
  Orders1700000000021,
  RestingOrders1700000000022,
  Portfolios1700000000023,
  EventApplications1700000000024,
  Daytrading1700000000025,
  DaytradingFigures1700000000026,
  TrackedPortfolios1700000000027,
  PortfolioShares1700000000028,
  InstrumentOrigins1700000000029,
  HistoryVersions1700000000030,
] as const;
