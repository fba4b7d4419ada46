import {
  AreaSeries,
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  CrosshairMode,
  HistogramSeries,
  LineStyle,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type Time,
} from 'lightweight-charts';
import { isOneLater, momentAt, placeOf, thinSlots, type Candle, type Slot } from './candle-slots.js';
import { PlotClock } from './plot-clock.js';
import { candleColors, faded, type PlotColors } from './plot-colors.js';

export type PlotMode = 'candles' | 'line';

/** A split or a dividend at a moment. */
export type PlotMark = { readonly at: string; readonly kind: 'split' | 'dividend'; readonly text: string };

/** What a person has moved the chart to, in milliseconds, and how many pixels it has for that. */
export type PlotView = { readonly fromMs: number; readonly toMs: number; readonly widthPx: number };

export type PlotFormat = {
  /** How the price under the pointer and the last one are written. */
  readonly price: (price: number) => string;
  /** How the marks of the axis are written. */
  readonly axis: (price: number) => string;
  /** The smallest step of the price. */
  readonly step: number;
};

type Listeners = {
  /** After a person has moved or zoomed, and the chart stands still. */
  readonly onView: (view: PlotView) => void;
  /** The candle below the pointer, or null when it is away. */
  readonly onPoint: (candle: Candle | null) => void;
};

/** More points of a line in one pixel cannot be seen. */
const pointsPerPixel = 2;
/** Of what is loaded where somebody has moved to, about this part is in view. */
const partInView = 1 / 3;
const stillMs = 160;
const slotsLeast = 4;
const zoomStep = 1.5;
const panStep = 0.2;

/** The one place that draws with the library of price charts. A decimal is a float here, at its pixel. */
export class CandlePlotView {
  private readonly chart: IChartApi;
  private readonly volume: ISeriesApi<'Histogram'>;
  private price: ISeriesApi<'Candlestick'> | ISeriesApi<'Area'>;
  private readonly marks: ISeriesMarkersPluginApi<Time>;
  private clock = new PlotClock(0, 0);
  private all: readonly Slot[] = [];
  private slots: readonly Slot[] = [];
  private stepMs = 0;
  private still: ReturnType<typeof setTimeout> | undefined;
  /** Whether a person has moved it: until then it shows all there is, also in a window of another size. */
  private isMoved = false;

  constructor(
    private readonly container: HTMLElement,
    private mode: PlotMode,
    private colors: PlotColors,
    private readonly format: PlotFormat,
    private readonly listeners: Listeners,
  ) {
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.chart = createChart(container, {
      autoSize: true,
      // The name of its maker and the link to them, which the licence asks for, stand below the chart.
      layout: { attributionLogo: false, fontSize: 12 },
      crosshair: { mode: CrosshairMode.Normal },
      rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.06, bottom: 0.2 } },
      // Beyond the newest candle there is nothing to see, and the library fails where it finds no bar in view.
      timeScale: { borderVisible: false, minBarSpacing: 0.2, fixRightEdge: true },
      // A finger that goes up or down scrolls the page.
      handleScroll: { vertTouchDrag: false },
      kineticScroll: { touch: !isCalm, mouse: false },
    });
    this.volume = this.chart.addSeries(HistogramSeries, {
      priceScaleId: 'volume',
      priceFormat: { type: 'volume' },
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    this.price = this.addPrice();
    // Where they cover no price.
    this.marks = createSeriesMarkers(this.volume);
    this.paint(colors);
    this.chart.subscribeCrosshairMove(({ logical }) =>
      listeners.onPoint(logical === undefined ? null : (this.slots[logical]?.candle ?? null)),
    );
    this.chart.timeScale().subscribeVisibleLogicalRangeChange(() => this.isMoved && this.tellWhenStill());
    this.chart.timeScale().subscribeSizeChange(() => !this.isMoved && this.chart.timeScale().fitContent());
    for (const event of ['pointerdown', 'wheel', 'touchstart']) {
      container.addEventListener(event, this.move, { passive: true, capture: true });
    }
  }

  private readonly move = (): void => {
    this.isMoved = true;
  };

  /** Shows other candles, at the place where the person is, or as a whole until they have moved. */
  show(slots: readonly Slot[], stepMs: number): void {
    const isOnlyNewer = stepMs === this.stepMs && isOneLater(this.all, slots) && this.slots === this.all;
    const view = this.isMoved && !isOnlyNewer ? this.view() : null;
    this.all = slots;
    if (isOnlyNewer) {
      this.slots = slots;
      const last = slots.at(-1);
      if (last) this.update(last);
      return;
    }
    this.stepMs = stepMs;
    this.clock = new PlotClock(stepMs, slots.at(-1)?.atMs ?? 0);
    this.chart.applyOptions({
      localization: { timeFormatter: this.clock.label },
      timeScale: { tickMarkFormatter: this.clock.mark, timeVisible: stepMs < 86_400_000 },
    });
    this.draw();
    if (view) this.look(view);
    else this.chart.timeScale().fitContent();
  }

  /** Candles, or a line through the closes. */
  setMode(mode: PlotMode): void {
    if (mode === this.mode) return;
    const view = this.isMoved ? this.view() : null;
    this.mode = mode;
    // With its volume there the library would paint that by the places of a series that is gone, and fail.
    this.volume.setData([]);
    this.chart.removeSeries(this.price);
    this.price = this.addPrice();
    this.paint(this.colors);
    if (view) this.look(view);
    else this.chart.timeScale().fitContent();
  }

  setMarks(marks: readonly PlotMark[]): void {
    const firstMs = this.slots[0]?.atMs ?? Infinity;
    const endMs = (this.slots.at(-1)?.atMs ?? 0) + this.stepMs;
    const seen = marks.filter(({ at }) => Date.parse(at) >= firstMs && Date.parse(at) < endMs);
    this.marks.setMarkers(
      seen.map(({ at, kind, text }) => ({
        time: this.clock.time(Date.parse(at)),
        position: 'aboveBar',
        shape: kind === 'split' ? 'square' : 'circle',
        color: kind === 'split' ? this.colors.notice : this.colors.accent,
        size: 0.8,
        text,
      })),
    );
  }

  paint(colors: PlotColors): void {
    this.colors = colors;
    const line = { color: colors.strong, labelBackgroundColor: colors.text, style: LineStyle.Dashed };
    this.chart.applyOptions({
      layout: {
        background: { color: colors.surface },
        textColor: colors.quiet,
        fontFamily: getComputedStyle(this.container).fontFamily,
      },
      grid: { vertLines: { visible: false }, horzLines: { color: colors.line } },
      crosshair: { vertLine: line, horzLine: line },
    });
    this.price.applyOptions({ priceLineColor: colors.accent });
    if (this.mode === 'candles') {
      (this.price as ISeriesApi<'Candlestick'>).applyOptions(candleColors(colors));
    } else {
      (this.price as ISeriesApi<'Area'>).applyOptions({
        lineColor: colors.accent,
        topColor: faded(colors.accent, 0.22),
        bottomColor: faded(colors.accent, 0),
        crosshairMarkerBorderColor: colors.surface,
      });
    }
    this.draw();
  }

  /** Closer for `zoom(1)`, farther for `zoom(-1)`. */
  zoom(direction: 1 | -1): void {
    const range = this.chart.timeScale().getVisibleLogicalRange();
    if (!range) return;
    this.move();
    const span = Math.max((range.to - range.from) * zoomStep ** -direction, slotsLeast);
    // The newest stays where it is while it is in view: that is what most people look at.
    const anchor = range.to >= this.slots.length - 1 ? range.to : (range.from + range.to) / 2 + span / 2;
    this.see(anchor - span, anchor);
  }

  /** Earlier for `pan(-1)`, later for `pan(1)`. */
  pan(direction: 1 | -1): void {
    const range = this.chart.timeScale().getVisibleLogicalRange();
    if (!range) return;
    this.move();
    const distance = (range.to - range.from) * panStep * direction;
    this.see(range.from + distance, range.to + distance);
  }

  /** The next candles are shown as a whole again. */
  reset(): void {
    this.isMoved = false;
    clearTimeout(this.still);
    this.chart.timeScale().fitContent();
  }

  remove(): void {
    clearTimeout(this.still);
    for (const event of ['pointerdown', 'wheel', 'touchstart']) {
      this.container.removeEventListener(event, this.move, { capture: true });
    }
    this.chart.remove();
  }

  private addPrice(): ISeriesApi<'Candlestick'> | ISeriesApi<'Area'> {
    const { price, axis, step } = this.format;
    const options = {
      priceFormat: {
        type: 'custom' as const,
        formatter: price,
        tickmarksFormatter: (marks: readonly number[]) => marks.map(axis),
        minMove: step,
      },
      priceLineStyle: LineStyle.Dotted,
    };
    return this.mode === 'candles'
      ? this.chart.addSeries(CandlestickSeries, options)
      : this.chart.addSeries(AreaSeries, { ...options, lineWidth: 2 });
  }

  private pointsMax(): number {
    const widthPx = Math.max(this.container.clientWidth, 200);
    return (widthPx * pointsPerPixel) / (this.isMoved ? partInView : 1);
  }

  private draw(): void {
    this.slots = this.mode === 'line' ? thinSlots(this.all, this.pointsMax()) : this.all;
    this.volume.setData(this.slots.map((slot) => this.volumePoint(slot)));
    this.price.setData(this.slots.map((slot, place) => this.pricePoint(slot, this.slots[place + 1])));
  }

  private update(slot: Slot): void {
    this.volume.update(this.volumePoint(slot));
    this.price.update(this.pricePoint(slot, undefined));
  }

  private pricePoint({ atMs, candle, open, high, low, close }: Slot, next: Slot | undefined) {
    const time = this.clock.time(atMs);
    if (!candle) return { time };
    if (this.mode === 'candles') return { time, open, high, low, close };
    // The library draws a line on to the next point it knows; over a gap nobody shall see it.
    const clear = faded(this.colors.accent, 0);
    return { time, value: close, ...(next?.candle === null && { lineColor: clear, topColor: clear }) };
  }

  private volumePoint({ atMs, candle, open, close, volume }: Slot) {
    const { gain, loss } = this.colors;
    const time = this.clock.time(atMs);
    return candle ? { time, value: volume, color: faded(close >= open ? gain : loss, 0.32) } : { time };
  }

  private view(): { fromMs: number; toMs: number } | null {
    const range = this.chart.timeScale().getVisibleLogicalRange();
    if (!range || this.slots.length === 0) return null;
    return {
      fromMs: momentAt(this.slots, range.from, this.stepMs),
      toMs: momentAt(this.slots, range.to, this.stepMs),
    };
  }

  private look({ fromMs, toMs }: { fromMs: number; toMs: number }): void {
    this.see(placeOf(this.slots, fromMs, this.stepMs), placeOf(this.slots, toMs, this.stepMs));
  }

  /** Shows places of the axis as far as there are candles, with some of them in view whatever was asked for. */
  private see(from: number, to: number): void {
    const end = Math.min(to, this.slots.length);
    this.chart.timeScale().setVisibleLogicalRange({ from: Math.min(from, end - slotsLeast), to: end });
  }

  private tellWhenStill(): void {
    clearTimeout(this.still);
    this.still = setTimeout(() => {
      const view = this.view();
      if (view) this.listeners.onView({ ...view, widthPx: this.chart.timeScale().width() });
    }, stillMs);
  }
}
