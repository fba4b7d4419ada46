import { useEffect } from 'react';

/** Names the tab, the history entry and what a screen reader says when the page opens. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Tradeyard`;
  }, [title]);
}
