import { DomainError } from './domain-error.js';

/** `exponent` is the number of decimal places: a yen has 0, a dollar 2, a Kuwaiti dinar 3, a bitcoin 8. */
export type Currency = {
  readonly code: string;
  readonly name: string;
  readonly exponent: number;
  readonly kind: 'fiat' | 'crypto';
  /** The first day on which it was no longer legal tender: it has history, and no wallet can take it. */
  readonly endedOn?: string;
};

// ISO 4217 list one (active codes with a minor unit), by number of decimal places.
const fiatByExponent: Record<number, string> = {
  0: `BIF Burundian Franc|CLP Chilean Peso|DJF Djiboutian Franc|GNF Guinean Franc|ISK Icelandic Króna|JPY Japanese Yen
    |KMF Comorian Franc|KRW South Korean Won|PYG Paraguayan Guaraní|RWF Rwandan Franc|UGX Ugandan Shilling
    |UYI Uruguayan Indexed Peso|VND Vietnamese Dong|VUV Vanuatu Vatu|XAF Central African CFA Franc
    |XOF West African CFA Franc|XPF CFP Franc`,
  2: `AED UAE Dirham|AFN Afghan Afghani|ALL Albanian Lek|AMD Armenian Dram|AOA Angolan Kwanza|ARS Argentine Peso
    |AUD Australian Dollar|AWG Aruban Florin|AZN Azerbaijani Manat|BAM Bosnian Convertible Mark|BBD Barbadian Dollar
    |BDT Bangladeshi Taka|BMD Bermudian Dollar|BND Brunei Dollar|BOB Bolivian Boliviano|BOV Bolivian Mvdol
    |BRL Brazilian Real|BSD Bahamian Dollar|BTN Bhutanese Ngultrum|BWP Botswana Pula|BYN Belarusian Ruble
    |BZD Belize Dollar|CAD Canadian Dollar|CDF Congolese Franc|CHE WIR Euro|CHF Swiss Franc|CHW WIR Franc
    |CNY Chinese Yuan|COP Colombian Peso|COU Colombian Real Value Unit|CRC Costa Rican Colón|CUP Cuban Peso
    |CVE Cape Verdean Escudo|CZK Czech Koruna|DKK Danish Krone|DOP Dominican Peso|DZD Algerian Dinar
    |EGP Egyptian Pound|ERN Eritrean Nakfa|ETB Ethiopian Birr|EUR Euro|FJD Fijian Dollar|FKP Falkland Islands Pound
    |GBP British Pound|GEL Georgian Lari|GHS Ghanaian Cedi|GIP Gibraltar Pound|GMD Gambian Dalasi
    |GTQ Guatemalan Quetzal|GYD Guyanaese Dollar|HKD Hong Kong Dollar|HNL Honduran Lempira|HTG Haitian Gourde
    |HUF Hungarian Forint|IDR Indonesian Rupiah|ILS Israeli New Shekel|INR Indian Rupee|IRR Iranian Rial
    |JMD Jamaican Dollar|KES Kenyan Shilling|KGS Kyrgystani Som|KHR Cambodian Riel|KPW North Korean Won
    |KYD Cayman Islands Dollar|KZT Kazakhstani Tenge|LAK Laotian Kip|LBP Lebanese Pound|LKR Sri Lankan Rupee
    |LRD Liberian Dollar|LSL Lesotho Loti|MAD Moroccan Dirham|MDL Moldovan Leu|MGA Malagasy Ariary
    |MKD Macedonian Denar|MMK Myanmar Kyat|MNT Mongolian Tugrik|MOP Macanese Pataca|MRU Mauritanian Ouguiya
    |MUR Mauritian Rupee|MVR Maldivian Rufiyaa|MWK Malawian Kwacha|MXN Mexican Peso|MXV Mexican Investment Unit
    |MYR Malaysian Ringgit|MZN Mozambican Metical|NAD Namibian Dollar|NGN Nigerian Naira|NIO Nicaraguan Córdoba
    |NOK Norwegian Krone|NPR Nepalese Rupee|NZD New Zealand Dollar|PAB Panamanian Balboa|PEN Peruvian Sol
    |PGK Papua New Guinean Kina|PHP Philippine Peso|PKR Pakistani Rupee|PLN Polish Zloty|QAR Qatari Riyal
    |RON Romanian Leu|RSD Serbian Dinar|RUB Russian Ruble|SAR Saudi Riyal|SBD Solomon Islands Dollar
    |SCR Seychellois Rupee|SDG Sudanese Pound|SEK Swedish Krona|SGD Singapore Dollar|SHP St. Helena Pound
    |SLE Sierra Leonean Leone|SOS Somali Shilling|SRD Surinamese Dollar|SSP South Sudanese Pound
    |STN São Tomé & Príncipe Dobra|SVC Salvadoran Colón|SYP Syrian Pound|SZL Swazi Lilangeni|THB Thai Baht
    |TJS Tajikistani Somoni|TMT Turkmenistani Manat|TOP Tongan Paʻanga|TRY Turkish Lira|TTD Trinidad & Tobago Dollar
    |TWD New Taiwan Dollar|TZS Tanzanian Shilling|UAH Ukrainian Hryvnia|USD US Dollar|USN US Dollar (Next day)
    |UYU Uruguayan Peso|UZS Uzbekistani Som|VED Venezuelan Digital Bolívar|VES Venezuelan Bolívar|WST Samoan Tala
    |XCD East Caribbean Dollar|XCG Caribbean Guilder|YER Yemeni Rial|ZAR South African Rand|ZMW Zambian Kwacha
    |ZWG Zimbabwe Gold`,
  3: `BHD Bahraini Dinar|IQD Iraqi Dinar|JOD Jordanian Dinar|KWD Kuwaiti Dinar|LYD Libyan Dinar|OMR Omani Rial
    |TND Tunisian Dinar`,
  4: 'CLF Chilean Unit of Account|UYW Uruguayan Nominal Wage Index Unit',
};

// Currencies that the European Central Bank quoted and that have ended since.
const ended: readonly Currency[] = [
  { code: 'BGN', name: 'Bulgarian Lev', exponent: 2, kind: 'fiat', endedOn: '2026-01-01' },
  { code: 'CYP', name: 'Cypriot Pound', exponent: 2, kind: 'fiat', endedOn: '2008-01-01' },
  { code: 'EEK', name: 'Estonian Kroon', exponent: 2, kind: 'fiat', endedOn: '2011-01-01' },
  { code: 'HRK', name: 'Croatian Kuna', exponent: 2, kind: 'fiat', endedOn: '2023-01-01' },
  { code: 'LTL', name: 'Lithuanian Litas', exponent: 2, kind: 'fiat', endedOn: '2015-01-01' },
  { code: 'LVL', name: 'Latvian Lats', exponent: 2, kind: 'fiat', endedOn: '2014-01-01' },
  { code: 'MTL', name: 'Maltese Lira', exponent: 2, kind: 'fiat', endedOn: '2008-01-01' },
  { code: 'ROL', name: 'Romanian Leu (1952-2006)', exponent: 0, kind: 'fiat', endedOn: '2005-07-01' },
  { code: 'SIT', name: 'Slovenian Tolar', exponent: 2, kind: 'fiat', endedOn: '2007-01-01' },
  { code: 'SKK', name: 'Slovak Koruna', exponent: 2, kind: 'fiat', endedOn: '2009-01-01' },
  { code: 'TRL', name: 'Turkish Lira (1922-2005)', exponent: 0, kind: 'fiat', endedOn: '2005-01-01' },
];

const crypto = `BTC Bitcoin|ETH Ethereum|ADA Cardano|AVAX Avalanche|BCH Bitcoin Cash|DOGE Dogecoin|DOT Polkadot
  |LINK Chainlink|LTC Litecoin|SOL Solana|USDC USD Coin|USDT Tether|XLM Stellar|XRP XRP`;

/** Crypto assets and shares are counted in hundred-millionths, whatever their own chain allows. */
export const unitExponent = 8;

const read = (list: string, exponent: number, kind: Currency['kind']): Currency[] =>
  list.split('|').map((entry) => {
    const [code = '', ...name] = entry.trim().split(' ');
    return { code, name: name.join(' '), exponent, kind };
  });

/** All currencies by code, ended ones among them. */
export const currencies: readonly Currency[] = [
  ...Object.entries(fiatByExponent).flatMap(([exponent, list]) => read(list, Number(exponent), 'fiat')),
  ...ended,
  ...read(crypto, unitExponent, 'crypto'),
].sort((a, b) => (a.code < b.code ? -1 : 1));

const byCode = new Map(currencies.map((currency) => [currency.code, currency]));

export const findCurrency = (code: string): Currency | undefined => byCode.get(code);

/** Throws `unknown_currency`. */
export function getCurrency(code: string): Currency {
  const currency = byCode.get(code);
  if (!currency) {
    throw new DomainError(
      'unknown_currency',
      `"${code.slice(0, 12)}" is not a currency that Tradeyard knows`,
      'currency',
    );
  }
  return currency;
}

/** A currency that money can be kept in; throws `unknown_currency` or `currency_ended`. */
export function getActiveCurrency(code: string): Currency {
  const currency = getCurrency(code);
  if (currency.endedOn) {
    throw new DomainError('currency_ended', `${currency.name} ended on ${currency.endedOn}`, 'currency');
  }
  return currency;
}
