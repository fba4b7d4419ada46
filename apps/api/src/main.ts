import { Logger } from '@nestjs/common';
import { createApp } from './app.js';
import { Config, ConfigError } from './platform/config.js';

async function main(): Promise<void> {
  const config = new Config(process.env);
  const app = await createApp(config);
  await app.listen(config.port, config.host);
  Logger.overrideLogger(['fatal', 'error', 'warn', 'log']);
  process.send?.('ready');
  // A parent that dies takes its server with it, so that the next start finds the port and the data free.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}

const wrongConfiguration = 78; // EX_CONFIG of sysexits.h: to start it again would not help

main().catch((error: unknown) => {
  const isConfig = error instanceof ConfigError;
  console.error(isConfig ? error.message : error);
  process.exit(isConfig ? wrongConfiguration : 1);
});
