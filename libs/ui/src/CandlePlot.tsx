import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { candleSlots, type Candle } from './candle-slots.js';
import classes from './CandlePlot.module.css';
import {
  CandlePlotView,
  type PlotFormat,
  type PlotMark,
  type PlotMode,
  type PlotView,
} from './candle-plot-view.js';
import { watchPlotColors } from './plot-colors.js';

type CandlePlotProps = {
  label: string;
  candles: readonly Candle[];
  /** How much time one candle covers. */
  stepMs: number;
  isAlwaysOpen: boolean;
  marks: readonly PlotMark[];
  mode: PlotMode;
  format: PlotFormat;
  /** With another value the chart shows all it is given again. */
  whole: string;
  onWhole: () => void;
  onView: (view: PlotView) => void;
  onPoint: (candle: Candle | null) => void;
  /** Hands out what moves the chart, and null when that is gone. */
  onSteering: (steering: PlotSteering | null) => void;
};

/** What the buttons beside a chart and the keys on it do. */
export type PlotSteering = {
  /** Closer for 1, farther for -1. */
  zoom: (direction: 1 | -1) => void;
  showAll: () => void;
};

/** Candles or a line with the volume below, to zoom and to move with mouse, finger or keyboard. */
export default function CandlePlot(props: CandlePlotProps) {
  const { label, candles, stepMs, isAlwaysOpen, marks, mode, whole, onWhole, onSteering } = props;
  const frame = useRef<HTMLDivElement>(null);
  const view = usePlotView(frame, props);
  const slots = useMemo(() => candleSlots(candles, stepMs, isAlwaysOpen), [candles, stepMs, isAlwaysOpen]);
  const hint = useId();
  useEffect(() => view?.setMode(mode), [view, mode]);
  useEffect(() => view?.reset(), [view, whole]);
  useEffect(() => view?.show(slots, stepMs), [view, slots, stepMs]);
  useEffect(() => view?.setMarks(marks), [view, marks, slots, mode]);
  const steering = useMemo(
    () =>
      view && {
        zoom: (direction: 1 | -1) => view.zoom(direction),
        showAll: () => {
          view.reset();
          onWhole();
        },
      },
    [view, onWhole],
  );
  useEffect(() => {
    onSteering(steering);
    return () => onSteering(null);
  }, [steering, onSteering]);
  return (
    <div className={classes.plot}>
      <div
        ref={frame}
        className={classes.canvas}
        role="group"
        aria-roledescription="chart"
        aria-label={label}
        aria-describedby={hint}
        tabIndex={0}
        onKeyDown={(event) => view && steering && steer(event, view, steering)}
      />
      <span id={hint} hidden>
        Left and right move through time, plus and minus zoom, zero shows all.
      </span>
    </div>
  );
}

/** The drawing, for as long as its frame is there. */
function usePlotView(
  frame: React.RefObject<HTMLDivElement | null>,
  { mode, format, onView, onPoint }: CandlePlotProps,
): CandlePlotView | null {
  const [view, setView] = useState<CandlePlotView | null>(null);
  const newest = useRef({ mode, onView, onPoint });
  useEffect(() => {
    newest.current = { mode, onView, onPoint };
  });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let opened: CandlePlotView | undefined;
    const drawing = document.createElement('div');
    drawing.className = classes.drawing ?? '';
    // It is a table to the browser; the real one is a click away.
    drawing.ariaHidden = 'true';
    element.append(drawing);
    const stop = watchPlotColors(element, (colors) => {
      if (opened) opened.paint(colors);
      else {
        opened = new CandlePlotView(drawing, newest.current.mode, colors, format, {
          onView: (seen) => newest.current.onView(seen),
          onPoint: (candle) => newest.current.onPoint(candle),
        });
      }
    });
    const removeWheel = keepWheelForPage(element);
    setView(opened ?? null);
    return () => {
      stop();
      removeWheel();
      opened?.remove();
      drawing.remove();
      setView(null);
    };
  }, [frame, format]);
  return view;
}

/** A wheel scrolls the page, as everywhere; sideways it moves the chart, and with Ctrl, or two fingers, it zooms. */
function keepWheelForPage(element: HTMLElement): () => void {
  const filter = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey && Math.abs(event.deltaY) >= Math.abs(event.deltaX)) {
      event.stopPropagation();
    }
  };
  element.addEventListener('wheel', filter, { capture: true });
  return () => element.removeEventListener('wheel', filter, { capture: true });
}

function steer(event: KeyboardEvent, view: CandlePlotView, { zoom, showAll }: PlotSteering): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act: Record<string, (() => void) | undefined> = {
    ArrowLeft: () => view.pan(-1),
    ArrowRight: () => view.pan(1),
    '+': () => zoom(1),
    '=': () => zoom(1),
    '-': () => zoom(-1),
    '0': showAll,
  };
  if (!act[event.key]) return;
  event.preventDefault();
  act[event.key]?.();
}
