import { ChangeText, formatPercent } from '@tradeyard/ui';

/** What rounds to nothing has not moved. */
const leastShown = 0.005;

/** A return in percent; where nobody can tell one, a dash. */
export const PercentChange = ({ percent }: { percent: string | null }) => {
  if (percent === null) return '–';
  const shown = Math.abs(Number(percent)) < leastShown ? '0' : percent;
  return (
    <ChangeText of={shown}>
      <span className="tabular">{formatPercent(shown, 'exceptZero')}</span>
    </ChangeText>
  );
};
