import { DomainError } from '@tradeyard/kernel';
import { type ActivityField, activityFieldNames } from '../activity-fields.js';
import { readAsset } from './file-asset.js';
import { Gathering } from './file-table.js';
import {
  type FileContents,
  type FilePrice,
  type FileSettings,
  type ReadResult,
  type ReadRow,
  RowProblem,
} from './import-row.js';
import { isRecord, type JsonRecord, records, textOf } from './json-value.js';
import { fieldsOf } from './tradeyard-csv.js';
import { inSteps, type Steps } from './steps.js';

const format = 'tradeyard-portfolio';
const version = 1;

/** Everything of a portfolio that is not computed. */
export type FilePortfolio = FileContents & { readonly settings: FileSettings };

export const tradeyardJsonDetects = (value: unknown): boolean =>
  isRecord(value) && value['format'] === format;

/** Elements of one list that make one text. */
const elementsPerChunk = 500;

/** The file as it comes, one element on each line, as lazy as its input. */
export function* tradeyardJsonChunks(portfolio: FilePortfolio): Generator<string> {
  yield `{"format":"${format}","version":${version},\n"settings":${JSON.stringify(portfolio.settings)}`;
  yield* list('assets', portfolio.assets, (asset) => asset);
  yield* list('prices', portfolio.prices, (price) => price);
  yield* list('activities', portfolio.activities, (activity) => {
    const filled = Object.entries(fieldsOf(activity)).filter(([, text]) => text !== '');
    return { id: activity.id, ...Object.fromEntries(filled) };
  });
  yield '}\n';
}

function* list<T>(name: string, elements: Iterable<T>, write: (element: T) => unknown): Generator<string> {
  let chunk = `,\n"${name}":[`;
  let count = 0;
  for (const element of elements) {
    chunk += `${count === 0 ? '' : ','}\n${JSON.stringify(write(element))}`;
    count += 1;
    if (count % elementsPerChunk === 0) {
      yield chunk;
      chunk = '';
    }
  }
  yield `${chunk}]`;
}

/** Lines of JSON are those of its elements: the first activity is line 1. Throws `csv_malformed` for another file. */
export function* readTradeyardJson(value: unknown): Steps<ReadResult> {
  if (!isRecord(value) || value['format'] !== format || !Array.isArray(value['activities'])) {
    throw new DomainError('csv_malformed', 'The file is not a portfolio that Tradeyard exported', 'format');
  }
  if (value['version'] !== version) {
    throw new DomainError('csv_malformed', `Only version ${version} of the file can be read`, 'version');
  }
  const gathering = new Gathering();
  let line = 0;
  yield* inSteps<unknown>(value['activities'], (element) => {
    line += 1;
    gathering.take(line, () => readElement(element, line));
  });
  return {
    ...gathering.result(),
    assets: records(value['assets']).flatMap(readAsset),
    prices: records(value['prices']).flatMap(readPrice),
    ...(isRecord(value['settings']) && { settings: readSettings(value['settings']) }),
  };
}

function readElement(element: unknown, line: number): ReadRow {
  if (!isRecord(element)) throw new RowProblem('row_incomplete', 'This is not an activity: leave it out');
  const draft: Partial<Record<ActivityField, string | null>> = {};
  for (const field of activityFieldNames) {
    const found = element[field];
    if (found === undefined || found === null) continue;
    if (typeof found !== 'string') {
      throw new RowProblem('row_incomplete', `${field} is not a text: write it in quotes`, field);
    }
    draft[field] = found;
  }
  const id = textOf(element['id']);
  return { line, draft, ...(id !== null && { id }) };
}

function readPrice(found: JsonRecord): FilePrice[] {
  const [symbol, day, price] = [textOf(found['symbol']), textOf(found['day']), textOf(found['price'])];
  return symbol === null || day === null || price === null ? [] : [{ symbol, day, price }];
}

function readSettings(found: JsonRecord): FileSettings {
  const [name, currency, costBasis] = [found['name'], found['currency'], found['costBasis']].map(textOf);
  return {
    ...(name && { name }),
    ...(currency && { currency }),
    ...(typeof found['keepsCash'] === 'boolean' && { keepsCash: found['keepsCash'] }),
    ...(costBasis && { costBasis }),
    ...('benchmark' in found && { benchmark: textOf(found['benchmark']) }),
    ...('targets' in found && { targets: found['targets'] }),
  };
}
