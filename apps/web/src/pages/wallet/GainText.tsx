import { ChangeText, MoneyText, PercentText } from '@tradeyard/ui';
import type { Money } from '../../account/account.js';

type GainTextProps = {
  gain: Money;
  /** In percent of the cost, where that says something. */
  percent?: string | null;
  /** What it is, where nothing beside it says so. */
  children?: string;
};

/** A gain or a loss: its sign and an arrow say which, not its colour alone. */
export const GainText = ({ gain, percent = null, children }: GainTextProps) => (
  <ChangeText of={gain.amount}>
    {children && `${children} `}
    <MoneyText {...gain} signed />
    {percent !== null && (
      <>
        {' '}
        (<PercentText percent={percent} signed />)
      </>
    )}
  </ChangeText>
);
