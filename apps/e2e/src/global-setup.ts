import { startProduct } from './product.js';

/** One product for all journeys; what Playwright gets back stops it. */
export default async function setUp(): Promise<() => Promise<void>> {
  const { url, dataDir, stop } = await startProduct();
  process.env['TRADEYARD_URL'] = url;
  process.env['TRADEYARD_DATA_DIR'] = dataDir;
  return stop;
}
