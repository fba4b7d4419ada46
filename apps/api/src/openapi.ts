import { writeFile } from 'node:fs/promises';
import { noticeChannel } from './alerts/notice-channel.service.js';
import { createApp } from './app.js';
import { candleChannel, quoteChannel } from './market-data/market-channels.service.js';
import { createDocument } from './platform/document.js';
import { portfolioChannel } from './portfolio/portfolio-channel.service.js';
import { createAsyncApi } from './stream/asyncapi.dto.js';
import { orderChannel } from './trading/order-channel.service.js';

/** `openapi.json` as it belongs into the repository; needs no database and no configuration. */
export async function documentText(): Promise<string> {
  const app = await createApp({ preview: true });
  return `${JSON.stringify(createDocument(app), null, 2)}\n`;
}

/** `asyncapi.json`, the same for the stream. A module that registers a channel has its description here. */
export const streamDocumentText = (): string =>
  `${JSON.stringify(createAsyncApi([quoteChannel, candleChannel, orderChannel, portfolioChannel, noticeChannel]), null, 2)}\n`;

if (import.meta.main) {
  const [file, streamFile] = process.argv.slice(2);
  if (!file || !streamFile) throw new Error('Usage: node openapi.js FILE STREAM_FILE');
  await writeFile(file, await documentText());
  await writeFile(streamFile, streamDocumentText());
}
