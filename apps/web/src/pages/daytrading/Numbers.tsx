import { StatCard } from '@tradeyard/ui';
import type { Figures } from '../../daytrading/daytrading.js';
import { countWords, latencyWords, rateWords, shareWords } from '../../daytrading/figure-words.js';
import classes from './daytrading.module.css';

/** What one looks at first. */
export function Numbers({ figures }: { figures: Figures }) {
  const { commandsPerSecond, commands, ok, failed, p50Ms, p99Ms } = figures;
  return (
    <div className={classes.numbers}>
      <StatCard
        label="Commands per second"
        value={<span className={classes.rate}>{rateWords(commandsPerSecond)}</span>}
        detail="Mean of five seconds"
      />
      <StatCard label="Carried out" value={countWords(ok)} detail={`Of ${countWords(commands)} commands`} />
      <StatCard
        label="Refused"
        value={countWords(failed)}
        detail={commands > 0 ? `${shareWords(failed / commands)} of all` : ''}
      />
      <StatCard label="Half within" value={latency(p50Ms)} detail="p50, last minute" />
      <StatCard label="99 of 100 within" value={latency(p99Ms)} detail="p99, last minute" />
    </div>
  );
}

const latency = (ms: number | null): string => (ms === null ? '–' : latencyWords(ms));
