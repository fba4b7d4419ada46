import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Providers write their symbols in capital letters, and one of them belongs to one instrument. */
export class ProviderSymbols1700000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'update instrument set provider_symbol = upper(provider_symbol) where provider_symbol <> upper(provider_symbol)',
    );
    await runner.query(
      'create index instrument_provider_provider_symbol on instrument (provider, provider_symbol)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index instrument_provider_provider_symbol');
  }
}
