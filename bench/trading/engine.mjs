import { createRequire } from 'node:module';
import { serve } from '../ledger/contender.mjs';

createRequire(import.meta.url)('reflect-metadata');

/** The whole API in this process, which listens as well, for prices to be told and the engine to be watched. */
serve(async ({ environment }) => {
  Object.assign(process.env, environment);
  const built = '../../apps/api/dist';
  const { createApp } = await import(`${built}/app.js`);
  const { OrderEngine } = await import(`${built}/trading/order-engine.service.js`);
  const { TicksService } = await import(`${built}/market-data/ticks.service.js`);

  let loadSeconds;
  const { loadAll } = OrderEngine.prototype;
  OrderEngine.prototype.loadAll = async function (term) {
    const begin = performance.now();
    await loadAll.call(this, term);
    loadSeconds = (performance.now() - begin) / 1000;
  };
  const app = await createApp({ trustProxy: false });
  await app.listen(0, '127.0.0.1');
  const [engine, ticks] = [app.get(OrderEngine), app.get(TicksService)];

  /** A price in cents; the spread is one. */
  const tell = ({ symbol, cents }) => {
    const text = (each) => (each / 100).toFixed(2);
    const [bid, ask, price] = [cents, cents + 1, cents].map(text);
    const tick = { symbol, bid, ask, price, volume: '1000', source: 'replay', atMs: Date.now() };
    if (!ticks.publish(tick)) throw new Error(`Nobody believes that ${symbol} is at ${price}.`);
  };
  return {
    loaded: () => ({ port: app.getHttpServer().address().port, loadSeconds, size: engine.size }),
    tell,
    size: () => engine.size,
    /** Seconds from a tick until all that it hits is durable. */
    fill: async (tick) => {
      const begin = performance.now();
      tell(tick);
      await engine.settle();
      return (performance.now() - begin) / 1000;
    },
  };
});
