import type { ImportFormatId } from '../../tracked/import.js';

type FormatWords = {
  title: string;
  /** Where a person gets the file. */
  source: string;
};

/** The programs whose files are understood. Their readers are the server's; a page needs the words alone. */
const words: Record<ImportFormatId, FormatWords> = {
  'tradeyard-json': {
    title: 'Tradeyard JSON',
    source: 'Open a portfolio, then Activities, Export, JSON. It has everything: assets and prices too.',
  },
  'tradeyard-csv': {
    title: 'Tradeyard CSV',
    source: 'Open a portfolio, then Activities, Export, CSV. It has assets and prices too, but no settings.',
  },
  'ghostfolio-json': {
    title: 'Ghostfolio JSON',
    source: 'Portfolio, Activities, then Export Activities in the menu at the right.',
  },
  'ghostfolio-csv': {
    title: 'Ghostfolio CSV',
    source: 'The table that you once imported into Ghostfolio; Ghostfolio itself exports JSON.',
  },
  'portfolio-performance-csv': {
    title: 'Portfolio Performance CSV',
    source:
      'File, Export, CSV: once the account transactions, once the portfolio transactions. Import both files, one after the other.',
  },
  'interactive-brokers': {
    title: 'Interactive Brokers',
    source:
      'Client Portal, Performance & Reports, Statements, Activity: choose the period and download CSV in English. A Flex query as CSV works too.',
  },
  'trading-212': {
    title: 'Trading 212',
    source: 'History, the export symbol at the top, tick everything, at most a year for each file.',
  },
  degiro: {
    title: 'DEGIRO',
    source:
      'Activity, Account statement (everything) or Transactions (trades alone), Export, CSV. Import one of them, not both.',
  },
  coinbase: {
    title: 'Coinbase',
    source: 'Taxes, Documents, Transaction history, then Generate as CSV.',
  },
  custom: {
    title: 'Another CSV',
    source: 'Any table with one activity on each line. You say which column is what in the next step.',
  },
};

export const formats = Object.entries(words).map(([id, rest]) => ({ id: id as ImportFormatId, ...rest }));

/** The format of that id; null where there is none. */
export const findFormat = (id: string | null): ImportFormatId | null =>
  formats.find((format) => format.id === id)?.id ?? null;

export const formatOptions = formats.map(({ id, title }) => ({ value: id, label: title }));

/** What a format is called. */
export const formatTitle = (id: ImportFormatId): string => words[id].title;
