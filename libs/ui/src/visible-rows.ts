import { useVirtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

/** Shorter tables are drawn whole: finding a word with the browser's own search still works in them. */
const wholeRowsMax = 100;
/** Rows of a table are of one height; DataTable.module.css says the same. */
const rowHeightsPx = { normal: 60, compact: 40 };
export type RowHeight = keyof typeof rowHeightsPx;
const overscanRows = 8;

/** Rows `first` up to but not including `end` are drawn; `before` and `after` are the heights of the others in pixels. */
export type VisibleRows = {
  virtual: boolean;
  first: number;
  end: number;
  before: number;
  after: number;
};

/** Which of `count` rows have to be drawn, by where `scroller` stands. */
export function useVisibleRows(
  count: number,
  rowHeight: RowHeight,
  scroller: RefObject<HTMLDivElement | null>,
): VisibleRows {
  const rowHeightPx = rowHeightsPx[rowHeight];
  const virtual = count > wholeRowsMax;
  const virtualizer = useVirtualizer({
    count,
    enabled: virtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: overscanRows,
  });
  if (!virtual) return { virtual, first: 0, end: count, before: 0, after: 0 };
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const end = (items.at(-1)?.index ?? -1) + 1;
  return {
    virtual,
    first,
    end,
    before: first * rowHeightPx,
    after: (count - end) * rowHeightPx,
  };
}
