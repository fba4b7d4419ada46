import { useEffect, useRef } from 'react';
import { useNavigationType } from 'react-router';

/** A page that was opened starts at its top; going back keeps the place that the browser remembers. */
export function useScrollToTop(pathname: string): void {
  const type: 'POP' | 'PUSH' | 'REPLACE' = useNavigationType();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    if (type !== 'POP') window.scrollTo(0, 0);
    // The next Tab goes into the new page, and a screen reader reads it.
    document.getElementById('content')?.focus({ preventScroll: true });
  }, [pathname, type]);
}
