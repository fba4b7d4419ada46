import { compareDecimals, parseDecimal } from '@tradeyard/kernel';
import { useEffect, useRef, type ReactNode } from 'react';
import classes from './LiveText.module.css';

const flashMs = 900;

/**
 * A number that changes while one looks at it: its background flashes toward the direction of the change. The
 * animation touches neither layout nor React, and is left out where people asked for less motion. It is not a live
 * region on purpose: prices tick every second, and a screen reader would never fall silent.
 */
export function LiveText({ value, children }: { value: string; children: ReactNode }) {
  const element = useRef<HTMLSpanElement>(null);
  const shown = useRef(value);
  useEffect(() => {
    const before = shown.current;
    shown.current = value;
    if (before !== value) flash(element.current, before, value);
  }, [value]);
  return (
    <span ref={element} className={classes.live}>
      {children}
    </span>
  );
}

function flash(element: HTMLElement | null, before: string, after: string): void {
  if (!element?.animate || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const direction = compareDecimals(parseDecimal(after), parseDecimal(before));
  if (direction === 0) return;
  const wash = getComputedStyle(element).getPropertyValue(direction > 0 ? '--gain-wash' : '--loss-wash');
  element.animate([{ backgroundColor: wash }, { backgroundColor: 'transparent' }], {
    duration: flashMs,
    easing: 'ease-out',
  });
}
