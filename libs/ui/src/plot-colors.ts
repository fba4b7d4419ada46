/** The theme's colours as a canvas takes them, which knows no custom properties. */
export type PlotColors = Readonly<
  Record<'text' | 'quiet' | 'line' | 'strong' | 'surface' | 'accent' | 'gain' | 'loss' | 'notice', string>
>;

/** Tells what the custom properties of tokens.css are worth now, and again whenever the scheme changes. */
export function watchPlotColors(element: HTMLElement, tell: (colors: PlotColors) => void): () => void {
  const read = (): void => {
    const style = getComputedStyle(element);
    const token = (name: string) => style.getPropertyValue(`--${name}`).trim() || '#808080';
    tell({
      text: token('text'),
      quiet: token('text-secondary'),
      line: token('line'),
      strong: token('line-strong'),
      surface: token('surface'),
      accent: token('accent'),
      gain: token('gain'),
      loss: token('loss'),
      notice: token('notice'),
    });
  };
  read();
  const observer = new MutationObserver(read);
  observer.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] });
  return () => observer.disconnect();
}

/** A colour of six hex digits that lets the others through; `opacity` is from 0 to 1. */
export const faded = (color: string, opacity: number): string =>
  `${color}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`;

/** A rising candle is hollow and a falling one filled, so that colour is not the only word. */
export const candleColors = ({ surface, gain, loss }: PlotColors) => ({
  upColor: surface,
  downColor: loss,
  borderUpColor: gain,
  borderDownColor: loss,
  wickUpColor: gain,
  wickDownColor: loss,
});
