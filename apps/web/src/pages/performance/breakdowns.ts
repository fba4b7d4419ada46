/** What a performance can be divided by. */
export const breakdowns = [
  { value: 'position', label: 'Position' },
  { value: 'class', label: 'Class' },
  { value: 'currency', label: 'Currency' },
] as const;
