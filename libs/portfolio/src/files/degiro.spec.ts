import { describe, expect, it } from 'vitest';
import { read } from '../../test/import-reading.js';

const transactionHeaders = {
  english:
    'Date,Time,Product,ISIN,Reference exchange,Venue,Quantity,Price,,Local value,,Value EUR,Exchange rate,AutoFX Fee,Transaction and/or third party fees EUR,Total EUR,Order ID,',
  german:
    'Datum,Uhrzeit,Produkt,ISIN,Referenzbörse,Ausführungsort,Anzahl,Kurs,,Wert in Lokalwährung,,Wert EUR,Wechselkurs,AutoFX-Gebühr,Transaktionsgebühren und/oder Fremdkosten EUR,Gesamt EUR,Order-ID,',
  dutch:
    'Datum,Tijd,Product,ISIN,Beurs,Uitvoeringsplaats,Aantal,Koers,,Lokale waarde,,Waarde EUR,Wisselkoers,AutoFX Kosten,Transactiekosten en/of kosten van derden EUR,Totaal EUR,Order ID,',
  french:
    "Date,Heure,Produit,Code ISIN,Bourse de référence,Lieu d'exécution,Quantité,Cours,,Valeur locale,,Valeur EUR,Taux de change,Frais AutoFX,Frais de courtage et/ou de tiers EUR,Total EUR,ID Ordre,",
};

describe("DEGIRO's transactions", () => {
  it.each(Object.entries(transactionHeaders))('in %s cost what the account paid', (_, header) => {
    const { activities, faults, format, rows } = read(
      `${header}\n29-04-2024,17:33,IONQ INC,US46222L1089,NSY,CDED,10,"40,0000",USD,"-400,00",USD,"-360,00","1,1111","-0,90","-2,00","-362,90",,0f1\n22-05-2024,19:16,ASML HOLDING,NL0010273215,EAM,XAMS,-5,"682,70",EUR,"3.413,50",EUR,"3.413,50",,"0,00","-3,00","3.410,50",,0f2\n`,
    );
    expect({ faults, format }).toEqual({ faults: [], format: 'degiro' });
    expect(activities).toEqual([
      expect.objectContaining({
        type: 'buy',
        day: '2024-04-29',
        at: '2024-04-29T17:33:00.000Z',
        symbol: 'US46222L1089',
        quantity: '10',
        price: '36',
        amount: '360',
        currency: 'EUR',
        fee: '2.9',
      }),
      expect.objectContaining({
        type: 'sell',
        symbol: 'NL0010273215',
        quantity: '5',
        price: '682.7',
        currency: 'EUR',
        fee: '3',
      }),
    ]);
    expect(rows[0]?.asset).toEqual({
      symbol: 'US46222L1089',
      name: 'IONQ INC',
      class: 'stock',
      currency: 'USD',
      isin: 'US46222L1089',
    });
  });

  it('in older files have their currencies in columns without a name', () => {
    const { activities, faults } = read(
      'Datum,Uhrzeit,Produkt,ISIN,Referenzbörse,Ausführungsort,Anzahl,Kurs,,Wert in Lokalwährung,,Wert,,Wechselkurs,Transaktionskosten,,Gesamt,,Order-ID\n20-05-2022,17:25,CONFLUENT INC,US20717M1036,NDQ,ARCX,4,17.9900,USD,-71.96,USD,-68.22,CHF,1.0549,-0.50,CHF,-68.72,CHF,12cb\n',
    );
    expect(faults).toEqual([]);
    expect(activities).toEqual([
      expect.objectContaining({ quantity: '4', amount: '68.22', currency: 'CHF', fee: '0.5' }),
    ]);
  });
});

const accountHeader = 'Datum,Tijd,Valutadatum,Product,ISIN,Omschrijving,FX,Mutatie,,Saldo,,Order Id';

describe("DEGIRO's account statement", () => {
  const account = (...lines: string[]): ReturnType<typeof read> =>
    read(`${accountHeader}\n${lines.join('\n')}\n`);

  it('joins the lines of an order, and what paid it', () => {
    const { activities, faults, format } = account(
      '15-12-2022,16:55,15-12-2022,VICI PROPERTIES,US9256521090,Valuta Creditering,"1,0624",USD,"33,90",USD,"0,00",5925d76b-eb36-46e3-',
      ',,,,,,,,,,,b017-a61a6d03c3e7',
      '15-12-2022,16:55,15-12-2022,VICI PROPERTIES,US9256521090,Valuta Debitering,,EUR,"-31,91",EUR,"0,07",5925d76b-eb36-46e3-b017-a61a6d03c3e7',
      '15-12-2022,16:55,15-12-2022,VICI PROPERTIES,US9256521090,DEGIRO Transactiekosten en/of kosten van derden,,EUR,"-1,00",EUR,"31,98",5925d76b-eb36-46e3-b017-a61a6d03c3e7',
      '15-12-2022,16:55,15-12-2022,VICI PROPERTIES,US9256521090,"Koop 1 @ 33,9 USD",,USD,"-33,90",USD,"-33,90",5925d76b-eb36-46e3-b017-a61a6d03c3e7',
    );
    expect({ faults, format }).toEqual({ faults: [], format: 'degiro' });
    expect(activities).toEqual([
      expect.objectContaining({
        type: 'buy',
        symbol: 'US9256521090',
        quantity: '1',
        amount: '31.91',
        currency: 'EUR',
        fee: '1',
      }),
    ]);
  });

  it('keeps the fee apart where it is in another currency than the trade', () => {
    const { activities } = account(
      '01-02-2021,15:39,01-02-2021,AMC,US00165C1045,DEGIRO Transactiekosten en/of kosten van derden,,EUR,"-0,50",EUR,"31,98",43a8',
      '01-02-2021,15:39,01-02-2021,AMC,US00165C1045,"Koop 2 @ 1,25 USD",,USD,"-2,50",USD,"-16,70",43a8',
    );
    expect(activities).toEqual([
      expect.objectContaining({ type: 'fee', symbol: 'US00165C1045', amount: '0.5', currency: 'EUR' }),
      expect.objectContaining({ type: 'buy', quantity: '2', amount: '2.5', currency: 'USD' }),
    ]);
  });

  it.each([
    ['Koop 1.500 @ 0,039 EUR', 'buy', '1500'],
    ['Kauf 10 zu je 5,85 EUR (DE0007164600)', 'buy', '10'],
    ['Compra 6 ISHARES MSCI WOR A@9,75 EUR (IE00B4L5Y983)', 'buy', '6'],
    ['Achat 6 QT GROUP OYJ@9,75 EUR (FI4000198031)', 'buy', '6'],
    ['Sell 4 AVIVA@496 GBX (GB00BPQY8M80)', 'sell', '4'],
    ['Verkoop 1 @ 58,5 EUR', 'sell', '1'],
    ['Verkauf 2 zu je 29,25 EUR', 'sell', '2'],
  ])('knows "%s"', (description, type, quantity) => {
    const { activities, faults } = account(
      `02-04-2024,09:00,02-04-2024,X,NL0010273215,"${description}",,EUR,"58,50",EUR,"114,31",86c1`,
    );
    expect(faults).toEqual([]);
    expect(activities).toEqual([expect.objectContaining({ type, quantity, amount: '58.5' })]);
  });

  it('puts the tax to its dividend', () => {
    const { activities, faults } = account(
      '16-12-2022,09:05,15-12-2022,COCA-COLA,US1912161007,Dividend,,USD,"0,44",USD,"1,36",',
      '16-12-2022,09:05,15-12-2022,COCA-COLA,US1912161007,Dividendbelasting,,USD,"-0,07",USD,"0,92",',
      '18-03-2024,08:38,15-03-2024,REALTY INCOME,US7561091049,Dividende,,USD,"0,51",USD,"0,36",',
    );
    expect(faults).toEqual([]);
    expect(activities).toEqual([
      expect.objectContaining({
        type: 'dividend',
        symbol: 'US1912161007',
        amount: '0.44',
        fee: '0.07',
        currency: 'USD',
      }),
      expect.objectContaining({ type: 'dividend', symbol: 'US7561091049', amount: '0.51' }),
    ]);
  });

  it('knows money, and what stays in the account', () => {
    const { activities, faults, passedOver } = account(
      '17-12-2022,09:51,16-12-2022,,,iDEAL Deposit,,EUR,"27,80",EUR,"1,35",',
      '17-12-2022,09:51,16-12-2022,,,Reservation iDEAL / Sofort Deposit,,EUR,"-27,80",EUR,"-26,45",',
      '15-12-2022,18:19,15-12-2022,FLATEX,NLFLATEXACNT,Degiro Cash Sweep Transfer,,EUR,"-0,92",EUR,"-0,85",',
      '15-12-2022,18:19,15-12-2022,,,"Overboeking naar uw geldrekening bij flatexDEGIRO Bank: 0,92 EUR",,,,EUR,"0,07",',
      '17-12-2022,08:37,16-12-2022,,,Valuta Creditering,,EUR,"1,28",EUR,"1,35",',
      '26-08-2022,13:30,26-08-2022,,,flatex terugstorting,,EUR,"-15,10",EUR,"-14,74",',
      '26-08-2022,13:30,26-08-2022,,,Processed Flatex Withdrawal,,EUR,"15,10",EUR,"0,36",',
      '05-02-2024,07:16,31-01-2024,,,DEGIRO Aansluitingskosten 2024 (Xetra - XET),,EUR,"-2,50",EUR,"-1,28",',
      '20-11-2019,08:00,20-11-2019,CASH FUND,NL0011280581,"Conversion Geldmarktfonds: Kauf 10,5 zu je 1,00 EUR",,EUR,"-10,50",EUR,"0,00",',
      '05-03-2024,07:16,31-01-2024,,,Flatex Interest Income,,EUR,"0,15",EUR,"-1,28",',
    );
    expect(faults).toEqual([]);
    expect(activities.map(({ type, amount }) => [type, amount])).toEqual([
      ['deposit', '27.8'],
      ['withdrawal', '15.1'],
      ['fee', '2.5'],
      ['interest', '0.15'],
    ]);
    expect(passedOver.map(({ count }) => count).reduce((all, count) => all + count)).toBe(6);
  });

  it('reads a split from its sale and purchase, and a new ISIN', () => {
    const { activities, faults, passedOver } = account(
      '10-06-2024,08:00,10-06-2024,NVIDIA,US67066G1040,"STOCK SPLIT: Koop 40 @ 120 USD",,USD,"-4800,00",USD,"0,00",',
      '10-06-2024,08:00,10-06-2024,NVIDIA,US67066G1040,"STOCK SPLIT: Verkoop 4 @ 1200 USD",,USD,"4800,00",USD,"0,00",',
      '23-02-2023,04:21,23-02-2023,FBR LTD,AU000000FBR4,"PRODUCTWIJZIGING : Koop 500 @ 0,039 EUR",,EUR,"0,00",EUR,"18,30",',
      '23-02-2023,02:30,23-02-2023,FBR LTD.,AU000000FBR4,"PRODUCTWIJZIGING : Verkoop 500 @ 0,039 EUR",,EUR,"0,00",EUR,"18,30",',
      '23-03-2025,02:30,23-03-2025,OLD,AU000000FBR4,"ISIN WIJZIGING : Verkoop 500 @ 0,039 EUR",,EUR,"0,00",EUR,"18,30",',
      '23-03-2025,02:30,23-03-2025,NEW,AU0000000003,"ISIN WIJZIGING : Koop 50 @ 0,39 EUR",,EUR,"0,00",EUR,"18,30",',
    );
    expect(faults).toEqual([]);
    expect(activities).toEqual([
      expect.objectContaining({ type: 'split', symbol: 'US67066G1040', ratioTo: '40', ratioFrom: '4' }),
      expect.objectContaining({
        type: 'merger',
        symbol: 'AU000000FBR4',
        target: 'AU0000000003',
        ratioTo: '50',
        ratioFrom: '500',
      }),
    ]);
    expect(passedOver).toEqual([expect.objectContaining({ count: 2 })]);
  });

  it('takes a file that begins with the newest from its end', () => {
    const { activities } = account(
      '05-02-2024,09:00,05-02-2024,X,NL0010273215,"Verkoop 1 @ 58,5 EUR",,EUR,"58,50",EUR,"0,00",b',
      '05-02-2024,09:00,05-02-2024,X,NL0010273215,"Koop 1 @ 58,4 EUR",,EUR,"-58,40",EUR,"0,00",a',
      '01-02-2024,09:00,01-02-2024,,,iDEAL Deposit,,EUR,"60,00",EUR,"60,00",',
    );
    expect(activities.map(({ type }) => type)).toEqual(['deposit', 'buy', 'sell']);
  });

  it('tells what it does not know', () => {
    const { faults } = account('05-02-2024,07:16,31-01-2024,,,Iets heel anders,,EUR,"-2,50",EUR,"-1,28",');
    expect(faults).toEqual([
      expect.objectContaining({ line: 2, code: 'unknown_type', column: 'Description' }),
    ]);
  });
});
