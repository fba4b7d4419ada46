import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSourceOptions } from 'typeorm';
import { Clock } from './clock.js';
import { Config } from './config.js';
import { connect, databaseOptions } from './database.js';
import { Readiness } from './readiness.js';
import { Signals } from './signals.js';

/** What every module may use without saying so: configuration, clock, database, signals. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Config],
      useFactory: ({ databaseUrl }: Config) => ({ ...databaseOptions(databaseUrl), autoLoadEntities: true }),
      dataSourceFactory: (options) => connect(options as DataSourceOptions),
    }),
  ],
  providers: [Clock, Readiness, Signals, { provide: Config, useFactory: () => new Config(process.env) }],
  exports: [Clock, Config, Readiness, Signals],
})
export class PlatformModule {}
