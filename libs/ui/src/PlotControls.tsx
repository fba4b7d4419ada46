import { ActionIcon, Group, SegmentedControl } from '@mantine/core';
import { IconArrowsMaximize, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import type { PlotMode } from './candle-plot-view.js';
import type { PlotSteering } from './CandlePlot.js';

const modes = [
  { value: 'candles', label: 'Candles' },
  { value: 'line', label: 'Line' },
] as const;

type PlotControlsProps = {
  mode: PlotMode;
  onMode: (mode: PlotMode) => void;
  /** Null while no chart shows. */
  steering: PlotSteering | null;
};

/** How a chart is drawn, and what moves it without a mouse. */
export const PlotControls = ({ mode, onMode, steering }: PlotControlsProps) => (
  <Group gap="xs">
    <SegmentedControl
      aria-label="Draw prices as"
      data={[...modes]}
      value={mode}
      onChange={(value) => onMode(value)}
      size="sm"
    />
    <Group gap={0}>
      <ZoomButton label="Zoom in" icon={IconZoomIn} onClick={steering && (() => steering.zoom(1))} />
      <ZoomButton label="Zoom out" icon={IconZoomOut} onClick={steering && (() => steering.zoom(-1))} />
      <ZoomButton label="Show the whole range" icon={IconArrowsMaximize} onClick={steering?.showAll} />
    </Group>
  </Group>
);

type ZoomButtonProps = { label: string; icon: typeof IconZoomIn; onClick: (() => void) | null | undefined };

const ZoomButton = ({ label, icon: Icon, onClick }: ZoomButtonProps) => (
  <ActionIcon
    variant="subtle"
    color="gray"
    size={30}
    aria-label={label}
    title={label}
    disabled={!onClick}
    onClick={() => onClick?.()}
  >
    <Icon size={18} stroke={1.6} aria-hidden />
  </ActionIcon>
);
