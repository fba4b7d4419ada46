import { writeFile } from 'node:fs/promises';
import { createApp } from './app.js';
import { createDocument } from './platform/document.js';

/** `openapi.json` as it belongs into the repository; needs no database and no configuration. */
export async function documentText(): Promise<string> {
  const app = await createApp({ preview: true });
  return `${JSON.stringify(createDocument(app), null, 2)}\n`;
}

if (import.meta.main) {
  const [file] = process.argv.slice(2);
  if (!file) throw new Error('Usage: node openapi.js FILE');
  await writeFile(file, await documentText());
}
