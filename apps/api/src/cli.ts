import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DomainError } from '@tradeyard/kernel';
import { roles, type Role } from './auth/user.entity.js';
import { RatesImportService } from './currency/rates-import.service.js';
import { ReferenceRatesModule } from './currency/reference-rates.module.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { explain, VerificationDto } from './ledger/verification.dto.js';
import { VerificationService } from './ledger/verification.service.js';
import { MarketDataModule } from './market-data/market-data.module.js';
import { EventsImportService } from './market-data/events-import.service.js';
import type { ImportSummaryDto } from './market-data/instrument-changes.dto.js';
import { InstrumentsImportService } from './market-data/instruments-import.service.js';
import { PricesImportService } from './market-data/prices-import.service.js';
import { Config, ConfigError } from './platform/config.js';
import { openFile } from './platform/csv.js';
import { PlatformModule } from './platform/platform.module.js';
import { Problem } from './platform/problem.js';
import { RolesModule } from './users/roles.module.js';
import { RolesService } from './users/roles.service.js';

/** Runs with the arguments after its name and returns what it has to say at the end. */
type Command = (args: readonly string[]) => Promise<string>;

/** `node dist/cli.js NAME ARGUMENT...`; each works on the database that the server uses, which may run meanwhile. */
const commands: Record<string, Command> = {
  'import:rates': importRates,
  'import:prices': importPrices,
  'import:instruments': importInstruments,
  'import:events': importEvents,
  'ledger:verify': verifyLedger,
  'user:role': setRole,
};

class UsageError extends Error {}

class CommandModule {}

/** Configuration, database and one feature: no server, no market, no schedule. */
async function withFeature<T>(
  feature: Type,
  use: (context: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const context = await NestFactory.createApplicationContext(
    { module: CommandModule, imports: [PlatformModule, feature] },
    { logger: ['fatal', 'error', 'warn'], abortOnError: false },
  );
  try {
    return await use(context);
  } finally {
    await context.close();
  }
}

async function importRates(args: readonly string[]): Promise<string> {
  const [file, ...others] = args;
  if (!file || others.length > 0) throw new UsageError('Usage: npm run import:rates -- FILE');
  return withFeature(ReferenceRatesModule, async (context) => {
    const startedAt = performance.now();
    const summary = await context
      .get(RatesImportService)
      .importEcbHistory(file, ({ fraction, days }) => showProgress(fraction, `${count(days)} days`));
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const { rates, days, first, last, inserted, updated, unchanged } = summary;
    return (
      `${count(rates)} rates of ${count(days)} days, ${first} to ${last}, in ${seconds} s: ` +
      `${count(inserted)} new, ${count(updated)} changed, ${count(unchanged)} as they were.`
    );
  });
}

async function importPrices(args: readonly string[]): Promise<string> {
  const { symbol, file, adjusted } = readPricesArguments(args);
  return withFeature(MarketDataModule, async (context) => {
    const startedAt = performance.now();
    const summary = await context.get(PricesImportService).importDays(symbol, file, { adjusted });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const { rowsRead, rowsWritten, rowsEmpty, firstDay, lastDay } = summary;
    return (
      `${symbol}: ${count(rowsRead)} rows read, ${count(rowsWritten)} written, ${count(rowsEmpty)} empty ones skipped; ` +
      `${firstDay} to ${lastDay}, in ${seconds} s.`
    );
  });
}

function readPricesArguments(args: readonly string[]): { symbol: string; file: string; adjusted: boolean } {
  const usage = 'Usage: npm run import:prices -- --symbol AAPL [--adjusted] FILE';
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { symbol: { type: 'string' }, adjusted: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [file, ...others] = positionals;
    if (values.symbol && file && others.length === 0) {
      return { symbol: values.symbol, file, adjusted: values.adjusted };
    }
  } catch (error) {
    throw new UsageError(`${(error as Error).message}. ${usage}`);
  }
  throw new UsageError(usage);
}

async function importInstruments(args: readonly string[]): Promise<string> {
  const dryRun = args[0] === '--dry-run';
  const [file, ...others] = args.slice(dryRun ? 1 : 0);
  if (!file || others.length > 0)
    throw new UsageError('Usage: npm run import:instruments -- [--dry-run] FILE');
  return withFeature(MarketDataModule, async (context) => {
    const input = await openFile(file);
    return describeImport(
      'instruments',
      await context.get(InstrumentsImportService).importRows(input, { dryRun }),
    );
  });
}

async function importEvents(args: readonly string[]): Promise<string> {
  const [file, ...others] = args;
  if (!file || others.length > 0) throw new UsageError('Usage: npm run import:events -- FILE');
  return withFeature(MarketDataModule, async (context) => {
    const input = await openFile(file);
    return describeImport('events', await context.get(EventsImportService).importRows(input));
  });
}

function describeImport(
  what: string,
  { rows, created, changed, unchanged, dryRun }: ImportSummaryDto,
): string {
  const written = `${count(created)} new, ${count(changed)} changed, ${count(unchanged)} as they were`;
  return `${count(rows)} ${what}: ${written}${dryRun ? '. Nothing was written.' : '.'}`;
}

async function verifyLedger(args: readonly string[]): Promise<string> {
  const isJson = args[0] === '--json';
  if (args.length > (isJson ? 1 : 0)) throw new UsageError('Usage: npm run ledger:verify -- [--json]');
  return withFeature(LedgerModule, async (context) => {
    const verification = await context.get(VerificationService).verify();
    const { accounts, journals, postings, assets, seconds, differences } = verification;
    if (differences.length > 0) process.exitCode = 1;
    if (isJson) return JSON.stringify(VerificationDto.from(verification));
    const checked =
      `${count(accounts)} accounts, ${count(journals)} journals and ${count(postings)} postings ` +
      `of ${count(assets)} ${assets === 1 ? 'asset' : 'assets'}, checked in ${seconds.toFixed(1)} s`;
    const [first, ...others] = differences.map(explain);
    if (first === undefined) return `The ledger is sound: ${checked}.`;
    return [`The ledger is not sound (${checked}). ${first}`, ...others.map((each) => `Also: ${each}`)].join(
      '\n',
    );
  });
}

async function setRole(args: readonly string[]): Promise<string> {
  const [email, name, ...others] = args;
  const role = roles.find((each) => each === name);
  if (!email || !role || others.length > 0) {
    throw new UsageError(`Usage: npm run user:role -- EMAIL ${roles.join('|')}`);
  }
  return withFeature(RolesModule, async (context) => {
    const user = await context.get(RolesService).setRole(email, role);
    const state = user.closedAt ? ', but the account is closed' : '';
    return `${user.displayName} <${user.email}> is ${roleTitles[role]} now${state}.`;
  });
}

const roleTitles: Record<Role, string> = {
  user: 'an ordinary user',
  teacher: 'a teacher',
  admin: 'an administrator',
};

const count = (value: number): string => value.toLocaleString('en-US');

const barWidth = 30;
let quartersShown = 0;

/** A bar in a terminal; elsewhere a line for each quarter, so that a log stays short. `fraction` is between 0 and 1. */
function showProgress(fraction: number, what: string): void {
  const percent = `${Math.floor(fraction * 100)}%`.padStart(4);
  if (process.stderr.isTTY) {
    const bar = '#'.repeat(Math.floor(fraction * barWidth)).padEnd(barWidth, '.');
    process.stderr.write(`\r[${bar}]${percent} ${what}${fraction >= 1 ? '\n' : ''}`);
    return;
  }
  const quarters = Math.floor(fraction * 4);
  if (quarters > quartersShown) process.stderr.write(`${percent} ${what}\n`);
  quartersShown = quarters;
}

async function main([name = '', ...args]: readonly string[]): Promise<void> {
  const command = commands[name];
  if (!command)
    throw new UsageError(`There is no command "${name}"; there are ${Object.keys(commands).join(', ')}`);
  new Config(process.env); // says what is wrong with it before anything starts
  console.log(await command(args));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const isExpected =
    error instanceof DomainError ||
    error instanceof Problem ||
    error instanceof ConfigError ||
    error instanceof UsageError;
  console.error(isExpected ? error.message : error);
  // Whoever repairs a file wants all its wrong rows at once.
  if (error instanceof Problem)
    for (const { message } of error.errors?.slice(1) ?? []) console.error(message);
  process.exit(1);
});
