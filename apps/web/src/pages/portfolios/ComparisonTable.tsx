import { ChangeText, formatDay, MoneyText, PercentText } from '@tradeyard/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { kindWords, portfolioPath, type ComparedPortfolio } from '../../paper/paper.js';
import classes from './Comparison.module.css';
import { ReturnText } from './PortfolioTable.js';

const rows: readonly { label: string; cell: (portfolio: ComparedPortfolio) => ReactNode }[] = [
  { label: 'Value', cell: ({ value }) => <MoneyText {...value} /> },
  { label: 'Return', cell: ({ returnPercent }) => <ReturnText percent={returnPercent} /> },
  { label: 'Cash', cell: ({ cash }) => <MoneyText {...cash} /> },
  {
    label: 'Began with',
    cell: ({ startingCash }) => (startingCash ? <MoneyText {...startingCash} /> : '–'),
  },
  { label: 'Started', cell: ({ startedAt }) => formatDay(startedAt) },
  { label: 'Orders', cell: ({ orders }) => orders },
  { label: 'Fills', cell: ({ fills }) => fills },
  { label: 'Best position', cell: ({ best }) => <Position position={best} /> },
  { label: 'Worst position', cell: ({ worst }) => <Position position={worst} /> },
];

/** A column for each portfolio. */
export const ComparisonTable = ({ portfolios }: { portfolios: readonly ComparedPortfolio[] }) => (
  <div className={classes.scroller} role="region" aria-label="Portfolios side by side" tabIndex={0}>
    <table className={classes.table}>
      <caption className="spoken">Portfolios side by side</caption>
      <thead>
        <tr>
          <td />
          {portfolios.map((portfolio) => (
            <th key={portfolio.id} scope="col">
              <Link to={portfolioPath(portfolio)} className={classes.name} title={portfolio.name}>
                {portfolio.name}
              </Link>
              <span className={classes.detail}>
                {kindWords[portfolio.kind]}, {portfolio.currency}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, cell }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {portfolios.map((portfolio) => (
              <td key={portfolio.id}>{cell(portfolio)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

function Position({ position }: { position: ComparedPortfolio['best'] }) {
  if (!position) return '–';
  const { symbol, gain, gainPercent } = position;
  return (
    <>
      <Link to={`/markets/${symbol}`} className={classes.name}>
        {symbol}
      </Link>
      <ChangeText of={gain.amount}>
        <PercentText percent={gainPercent} signed />
      </ChangeText>
      <span className={classes.detail}>
        <MoneyText {...gain} signed />
      </span>
    </>
  );
}
