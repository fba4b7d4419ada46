export { activityKey, markDuplicates, relinkLots } from './activity-key.js';
export {
  csvReader,
  type CsvReader,
  csvRows,
  detectSeparator,
  type Separator,
  separators,
} from './csv-text.js';
export * from './import-formats.js';
export {
  type ColumnMapping,
  type DateOrder,
  type DecimalMark,
  type MappedField,
  mappedFields,
} from './column-mapping.js';
export {
  type AssetClass,
  assetClasses,
  type FaultCode,
  faultCodes,
  type FileAsset,
  type FileContents,
  type FilePrice,
  type FileSettings,
  type ImportFault,
  type ImportRow,
  type PassedOver,
  type ReadOptions,
  type ReadResult,
  type ReadRow,
  type TableRow,
} from './import-row.js';
export { readActivities } from './read-activities.js';
export { type MappingSuggestion, suggestMapping } from './suggest-mapping.js';
export { tradeyardCsvChunks } from './tradeyard-csv.js';
export { type FilePortfolio, tradeyardJsonChunks } from './tradeyard-json.js';
