import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether, when and by whom an instrument is priced. */
export class Instruments1700000000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table instrument
        add column status text not null default 'active'
          constraint instrument_status_known check (status in ('active', 'halted', 'delisted')),
        add column calendar text not null default '24/7',
        add column provider text not null default 'simulated'
          constraint instrument_provider_known
          check (provider in ('simulated', 'replay', 'yahoo', 'binance', 'finnhub')),
        add column provider_symbol text,
        add column yearly_drift_bp integer not null default 0,
        add column simulated_sessions text not null default 'always'
          constraint instrument_sessions_known check (simulated_sessions in ('always', 'calendar')),
        drop constraint instrument_class_known,
        add constraint instrument_class_known check (class in ('stock', 'etf', 'fund', 'crypto'))`);
    await runner.query(`update instrument set calendar = 'XNAS' where exchange = 'NASDAQ'`);
    await runner.query(
      `update instrument set yearly_drift_bp = case class when 'crypto' then 1000 else 800 end`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table instrument
        drop column status, drop column calendar, drop column provider, drop column provider_symbol,
        drop column yearly_drift_bp, drop column simulated_sessions,
        drop constraint instrument_class_known,
        add constraint instrument_class_known check (class in ('stock', 'crypto'))`);
  }
}
