import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Units of each currency for one euro. */
export type PerEuro = Readonly<Record<string, string>>;

export const say =
  (body: string | Buffer, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

/** Answers the first request with the first, and so on; the last one stays. */
export function inTurn(...listeners: readonly RequestListener[]): RequestListener {
  let turn = 0;
  return (request, response) => {
    listeners[Math.min(turn, listeners.length - 1)]?.(request, response);
    turn += 1;
  };
}

/** The central bank's own form; its history stands on one line and uses the other quotation mark. */
export function ecbDocument(days: Readonly<Record<string, PerEuro>>): string {
  const cubes = Object.entries(days).map(
    ([date, rates]) => `		<Cube time='${date}'>
${Object.entries(rates)
  .map(([currency, rate]) => `			<Cube currency='${currency}' rate='${rate}'/>`)
  .join('\n')}
		</Cube>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
	<gesmes:subject>Reference rates</gesmes:subject>
	<gesmes:Sender>
		<gesmes:name>European Central Bank</gesmes:name>
	</gesmes:Sender>
	<Cube>
${cubes.join('\n')}
	</Cube>
</gesmes:Envelope>
`;
}

/** A file of the data set: codes are in small letters, rates are bare numbers. */
export const currencyApiFile = (date: string, rates: PerEuro): string =>
  `{"date":"${date}","eur":{"1inch":9.81,"eur":1,${Object.entries(rates)
    .map(([code, rate]) => `"${code.toLowerCase()}":${rate}`)
    .join(',')}}}`;

/** An answer of Open Exchange Rates: `rates` are for one dollar here. */
export const openExchangeRates = (date: string, rates: PerEuro): string => `{
  "disclaimer": "Usage subject to terms: https://openexchangerates.org/terms",
  "license": "https://openexchangerates.org/license",
  "timestamp": ${Date.parse(`${date}T14:00:00Z`) / 1_000},
  "base": "USD",
  "rates": {
${Object.entries(rates)
  .map(([code, rate]) => `    "${code}": ${rate}`)
  .join(',\n')}
  }
}`;

/** Stands where all three sources are, and says what a test wants them to say. */
export class RateServer {
  /** Paths that were asked for. */
  readonly requests: string[] = [];
  answer: RequestListener = say('', 500);
  private readonly server = createServer((request, response) => {
    this.requests.push(request.url ?? '');
    this.answer(request, response);
  });

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** What tells the product to ask here. */
  get env(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    const origin = `http://127.0.0.1:${port}`;
    return {
      ECB_URL: `${origin}/ecb/`,
      CURRENCY_API_URL: `${origin}/currency-api@{date}/v1/currencies/`,
      OPEN_EXCHANGE_RATES_URL: `${origin}/oxr/`,
      OPEN_EXCHANGE_RATES_KEY: 'a-secret-key',
    };
  }

  /** Each source says its own; who is not named is away. */
  route(listeners: { ecb?: RequestListener; currencyApi?: RequestListener; oxr?: RequestListener }): void {
    this.answer = (request, response) => {
      const path = request.url ?? '';
      const listener = path.startsWith('/ecb/')
        ? listeners.ecb
        : path.startsWith('/oxr/')
          ? listeners.oxr
          : listeners.currencyApi;
      (listener ?? say('away', 503))(request, response);
    };
  }

  /** Paths that were asked for since the last time, without what is secret. */
  take(): string[] {
    return this.requests.splice(0);
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
