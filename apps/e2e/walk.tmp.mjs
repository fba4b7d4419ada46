import { chromium } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
const base = 'http://127.0.0.1:3941', api = base + '/api/v1';
const looks = { light: { colorScheme: 'light', viewport: { width: 1280, height: 800 } }, phone: { colorScheme: 'light', viewport: { width: 390, height: 844 } }, dark: { colorScheme: 'dark', viewport: { width: 1280, height: 800 } } };
const pages = JSON.parse(process.argv[2]);
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless','--no-sandbox','--disable-gpu'] });
for (const [look, options] of Object.entries(looks)) {
  if (process.argv[3] && !process.argv[3].split(',').includes(look)) continue;
  const ctx = await b.newContext({ ...options, locale: 'en-US', timezoneId: 'Europe/Berlin', reducedMotion: 'reduce', baseURL: base });
  const cred = { email: 'ada@example.org', password: 'a long sentence is best' };
  let r = await ctx.request.post(api + '/auth/login', { data: cred });
  if (!r.ok()) {
    r = await ctx.request.post(api + '/auth/register', { data: { ...cred, displayName: 'Ada Lovelace', baseCurrency: 'EUR' } });
    const { accessToken } = await r.json();
    const send = (p, data) => ctx.request.post(api + p, { data, headers: { authorization: 'Bearer ' + accessToken } }).then(async x => { if (!x.ok()) console.log(p, x.status(), await x.text()); });
    await send('/alerts', { symbol: 'AAPL', kind: 'above', price: '500', note: 'Sell half', repeats: true });
    await send('/alerts', { symbol: 'BTC-USD', kind: 'change', percent: '7.5', direction: 'down' });
    await send('/alerts', { symbol: 'BTC-USD', kind: 'change', percent: '0.02' });
    await send('/alerts/webhooks', { url: 'https://example.org/tradeyard' });
    await send('/instruments/AAPL/events', { kind: 'split', day: '2026-06-10', ratio: '4:1' });
    await send('/instruments/AAPL/events', { kind: 'dividend', day: '2026-08-10', amount: '0.26' });
  }
  const page = await ctx.newPage();
  page.on('console', m => m.type() === 'error' && console.log(look, 'console', m.text(), m.location().url));
  page.on('pageerror', e => console.log(look, 'pageerror', e.message));
  await page.goto('/sign-in'); await page.evaluate(() => localStorage.setItem('tradeyard-session', '1'));
  for (const [name, path, script] of pages) {
    await page.goto(path); await page.waitForTimeout(2500);
    await page.waitForFunction(() => !document.querySelector('[class*="Skeleton"]'), null, { timeout: 30000 }).catch(() => console.log(look, name, 'skeleton stays'));
    if (script) await eval(`(async () => { ${script} })()`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) console.log(look, name, 'too wide', over);
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const v of violations) console.log(look, name, v.id, v.nodes[0]?.html.slice(0, 200));
    await page.screenshot({ path: `/tmp/shots/${look}-${name}.png`, fullPage: !script });
  }
  await ctx.close();
}
await b.close();
