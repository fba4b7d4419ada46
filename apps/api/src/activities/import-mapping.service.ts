import { DomainError } from '@tradeyard/kernel';
import { activityTypes, mappedFields, type ColumnMapping } from '@tradeyard/portfolio';

const example = 'The mapping is an object such as {"columns":{"day":"Date","symbol":"Ticker"}}';

const typeNames = [...activityTypes, 'skip'] as const;

/** What each part of a mapping may be, besides the texts of `columns`. */
const choices: Readonly<Record<string, readonly string[]>> = {
  defaultType: activityTypes,
  dateOrder: ['DMY', 'MDY'],
  decimalMark: ['.', ','],
  amountIs: ['gross', 'total'],
};

/** Reads JSON. Whether the file has the columns is found where they are read. Throws `import_malformed`. */
export function readMapping(text: string): ColumnMapping {
  const { columns, types = {}, defaultCurrency, ...others } = recordOf(parsed(text), example);
  for (const [field, name] of Object.entries(recordOf(columns, example))) {
    requireOne(field, mappedFields, 'A column is mapped to');
    if (typeof name !== 'string') throw malformed(example);
  }
  for (const type of Object.values(recordOf(types, 'The types are an object such as {"Kauf":"buy"}')))
    requireOne(type, typeNames, 'A type is');
  if (defaultCurrency !== undefined && typeof defaultCurrency !== 'string')
    throw malformed('The default currency is a text such as EUR');
  for (const [name, value] of Object.entries(others)) {
    const allowed = Object.hasOwn(choices, name) ? choices[name] : undefined;
    if (!allowed) throw malformed(`A mapping has no "${name.slice(0, 40)}"`);
    requireOne(value, allowed, `${name} is`);
  }
  return JSON.parse(text) as ColumnMapping;
}

const malformed = (message: string): DomainError => new DomainError('import_malformed', message, 'mapping');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(example);
  }
}

function recordOf(value: unknown, otherwise: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(otherwise);
  return value as Record<string, unknown>;
}

function requireOne(value: unknown, allowed: readonly string[], what: string): void {
  if (typeof value !== 'string' || !allowed.includes(value))
    throw malformed(`${what} one of ${allowed.join(', ')}`);
}
