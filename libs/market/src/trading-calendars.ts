/** A rule of a day in the grammar of date-holidays, such as `easter -2`; it holds from `since` to `until`, years included. */
export type DayRule = { readonly rule: string; readonly since?: number; readonly until?: number };

/** Sessions of a day as local times, `09:30-16:00`; two where there is a lunch break. They hold from the day `since` on. */
export type Hours = { readonly since: string; readonly sessions: readonly string[] };

/** `24/7`, or an exchange as its rules have it. */
export type ExchangeRules = {
  readonly timeZone: string;
  /** The oldest first. */
  readonly hours: readonly Hours[];
  /** Whose public holidays are free, where date-holidays knows them to be the exchange's. */
  readonly country?: string;
  /** Besides its public holidays also its bank holidays. */
  readonly bankHolidays?: boolean;
  readonly holidays: readonly (string | DayRule)[];
  /** Single days, planned or not. */
  readonly closures: readonly string[];
  /** What the rules take for a holiday that was kept on another day. */
  readonly moved?: readonly string[];
  /** When a shortened day ends, and which days are; `before` counts days back from what the rule says. */
  readonly early?: {
    readonly close: string;
    readonly days: readonly (string | (DayRule & { readonly before?: number }))[];
    readonly except?: readonly string[];
  };
};

const goodFriday = 'easter -2';
const easterMonday = 'easter 1';
const whitMonday = 'easter 50';

/** A Monday for the weekend, as Britain and those who were British have it. */
const christmasWithSubstitutes = [
  '12-25 and if saturday then next monday if sunday then next tuesday',
  '12-26 and if saturday then next monday if sunday then next tuesday',
];

/**
 * New York, by Rule 7.2 of the exchange: a holiday on a Saturday is kept on Friday unless a month or a year ends with
 * it, which is why New Year's Day never is. One-off closures: September 2001, presidents' funerals, hurricane Sandy.
 */
const newYork: ExchangeRules = {
  timeZone: 'America/New_York',
  hours: [{ since: '1985-09-30', sessions: ['09:30-16:00'] }],
  holidays: [
    '01-01 and if sunday then next monday',
    { rule: '3rd monday in January', since: 1998 },
    '3rd monday in February',
    goodFriday,
    'monday before 06-01',
    { rule: '06-19 and if sunday then next monday if saturday then previous friday', since: 2022 },
    '07-04 and if sunday then next monday if saturday then previous friday',
    '1st monday in September',
    '4th thursday in November',
    '12-25 and if sunday then next monday if saturday then previous friday',
  ],
  closures: [
    ...['2001-09-11', '2001-09-12', '2001-09-13', '2001-09-14'],
    ...['2004-06-11', '2007-01-02', '2012-10-29', '2012-10-30', '2018-12-05', '2025-01-09'],
  ],
  early: {
    close: '13:00',
    days: ['friday after 4th thursday in November', '12-24', '07-03', '2002-07-05', '2003-12-26'],
    except: ['2002-07-03'], // until 2013 a holiday on Thursday shortened the day after it
  },
};

const london: ExchangeRules = {
  timeZone: 'Europe/London',
  hours: [{ since: '2000-01-01', sessions: ['08:00-16:30'] }],
  holidays: [
    '01-01 and if saturday,sunday then next monday',
    ...[goodFriday, easterMonday, '1st monday in May', 'monday before 06-01', 'monday before 09-01'],
    ...christmasWithSubstitutes,
  ],
  // Jubilees, weddings, a funeral, a coronation; the other half of `moved` is among them.
  closures: [
    ...['2002-06-03', '2002-06-04', '2011-04-29', '2012-06-04', '2012-06-05', '2020-05-08'],
    ...['2022-06-02', '2022-06-03', '2022-09-19', '2023-05-08'],
  ],
  moved: ['2002-05-27', '2012-05-28', '2020-05-04', '2022-05-30'],
  early: {
    close: '12:30',
    days: ['12-24 if saturday,sunday then previous friday', '12-31 if saturday,sunday then previous friday'],
  },
};

const frankfurt: ExchangeRules = {
  timeZone: 'Europe/Berlin',
  hours: [{ since: '2003-11-03', sessions: ['09:00-17:30'] }],
  holidays: [
    ...['01-01', goodFriday, easterMonday, '05-01', '12-24', '12-25', '12-26', '12-31'],
    { rule: whitMonday, since: 2015, until: 2021 },
    { rule: '10-03', since: 2014, until: 2021 },
  ],
  closures: ['2007-05-28', '2017-10-31'],
  early: { close: '14:00', days: [{ rule: '12-30 if saturday,sunday then previous friday', since: 2010 }] },
};

const paris: ExchangeRules = {
  timeZone: 'Europe/Paris',
  hours: [{ since: '2000-01-01', sessions: ['09:00-17:30'] }],
  holidays: [
    ...['01-01', goodFriday, easterMonday, '05-01', '12-25', '12-26'],
    ...[whitMonday, '07-14', '12-31'].map((rule) => ({ rule, until: 2001 })),
  ],
  closures: [],
  early: { close: '14:05', days: ['12-24', '12-31'] },
};

const zurich: ExchangeRules = {
  timeZone: 'Europe/Zurich',
  hours: [{ since: '2000-01-01', sessions: ['09:00-17:30'] }],
  holidays: [
    ...['01-01', goodFriday, easterMonday, '05-01', '12-24', '12-25', '12-26', '12-31'],
    ...['01-02', 'easter 39', whitMonday].flatMap((rule) => [
      { rule, until: 2001 },
      { rule, since: 2003 },
    ]),
    { rule: '08-01', until: 2000 },
    { rule: '08-01', since: 2006 },
  ],
  closures: ['2000-01-03'],
};

const toronto: ExchangeRules = {
  timeZone: 'America/Toronto',
  hours: [{ since: '1985-09-30', sessions: ['09:30-16:00'] }],
  holidays: [
    '01-01 and if saturday,sunday then next monday',
    { rule: '3rd monday in February', since: 2008 },
    goodFriday,
    'monday before 05-25',
    '07-01 and if saturday,sunday then next monday',
    '1st monday in August',
    '1st monday in September',
    '2nd monday in October',
    ...christmasWithSubstitutes,
  ],
  closures: ['2001-09-11', '2001-09-12'],
  early: { close: '13:00', days: [{ rule: '12-24', since: 2010 }] },
};

/** Public holidays, the days around New Year's, and the day on which the exchange's system failed. */
const tokyo: ExchangeRules = {
  timeZone: 'Asia/Tokyo',
  hours: [
    { since: '1991-04-30', sessions: ['09:00-11:00', '12:30-15:00'] },
    { since: '2011-11-21', sessions: ['09:00-11:30', '12:30-15:00'] },
    { since: '2024-11-05', sessions: ['09:00-11:30', '12:30-15:30'] },
  ],
  country: 'JP',
  bankHolidays: true,
  holidays: [],
  closures: ['2020-10-01'],
};

/** General holidays, and days of a typhoon, which nobody knows before. */
const hongKong: ExchangeRules = {
  timeZone: 'Asia/Hong_Kong',
  hours: [
    { since: '1986-04-02', sessions: ['10:00-12:30', '14:30-16:00'] },
    { since: '2011-03-07', sessions: ['09:30-12:00', '13:30-16:00'] },
    { since: '2012-03-05', sessions: ['09:30-12:00', '13:00-16:00'] },
  ],
  country: 'HK',
  holidays: [],
  closures: [
    ...['2008-08-06', '2008-08-22', '2011-09-29', '2013-08-14', '2015-09-03', '2016-08-02', '2016-10-21'],
    ...['2017-08-23', '2020-10-13', '2021-10-13', '2023-07-17', '2023-09-01', '2023-09-08'],
  ],
  early: {
    close: '12:00',
    days: ['12-24', '12-31', { rule: 'chinese 01-0-01', before: 1, since: 2013 }],
  },
};

const sydney: ExchangeRules = {
  timeZone: 'Australia/Sydney',
  hours: [{ since: '2000-01-01', sessions: ['10:00-16:00'] }],
  holidays: [
    '01-01 and if saturday,sunday then next monday',
    '01-26 if saturday,sunday then next monday',
    ...[goodFriday, easterMonday, '04-25', '2nd monday in June'],
    ...christmasWithSubstitutes,
  ],
  closures: ['2010-04-26', '2011-04-26', '2022-09-22'],
  early: {
    close: '14:10',
    days: [
      { rule: '12-24 if saturday,sunday then previous friday', since: 2010 },
      { rule: '12-31 if saturday,sunday then previous friday', since: 2010 },
    ],
    except: ['2022-12-23', '2022-12-30'],
  },
};

/** By ISO 10383 market identifier code. */
export const exchanges: Readonly<Record<string, ExchangeRules>> = {
  XNYS: newYork,
  XNAS: newYork,
  XTSE: toronto,
  XLON: london,
  XETR: frankfurt,
  XPAR: paris,
  XSWX: zurich,
  XTKS: tokyo,
  XHKG: hongKong,
  XASX: sydney,
};
