import { Button, Group, Select, Stack } from '@mantine/core';
import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { Card, formatDay, MoneyText } from '@tradeyard/ui';
import { useSearchParams } from 'react-router';
import { useParameter } from '../../address-parameter.js';
import { Loaded } from '../../analysis/Loaded.js';
import { saveAnswer } from '../../save-file.js';
import type { Scope } from '../../tracked/scope.js';
import { FactList } from '../FactList.js';
import { GainText } from '../wallet/GainText.js';
import { gainsCsv } from './gains-csv.js';
import {
  methodWords,
  useYear,
  yearStarts,
  type GainsReport,
  type PortfolioGains,
  type YearStart,
} from './gains.js';
import { RealisedTable } from './RealisedTable.js';
import { yearsOf } from './YearBars.js';
import classes from './YearReport.module.css';

type YearReportProps = { scope: Scope; report: GainsReport; yearStart: YearStart };

/** One tax year: its sums, and every sale with the lots it took. It can be printed, and saved as a table. */
export function YearReport({ scope, report, yearStart }: YearReportProps) {
  const [search] = useSearchParams();
  const setParameter = useParameter();
  const years = yearsOf(report);
  const asked = search.get('year');
  const year = (asked !== null && years.includes(asked) ? asked : years.at(-1)) ?? null;
  const gains = useYear(scope.id, yearStart, year);
  const save = () => {
    if (gains.data) void saveAnswer(new Response(gainsCsv(gains.data)), fileName(scope, year ?? ''));
  };
  return (
    <Card
      title={`Tax year ${year ?? ''}`}
      action={
        <Group gap="xs" className={classes.actions}>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPrinter size={16} stroke={1.75} aria-hidden />}
            onClick={() => window.print()}
          >
            Print
          </Button>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />}
            onClick={save}
          >
            CSV
          </Button>
        </Group>
      }
    >
      <div className={classes.choice}>
        <Select
          label="Tax year"
          size="sm"
          data={years.toReversed()}
          value={year}
          allowDeselect={false}
          onChange={(value) => setParameter('year', value)}
        />
        <Select
          label="It begins on"
          size="sm"
          data={[...yearStarts]}
          value={yearStart}
          allowDeselect={false}
          onChange={(value) => setParameter('begins', value === '01-01' ? null : value)}
        />
      </div>
      <Loaded query={gains} what="The tax year" height={240} isBare>
        {({ portfolios }) => (
          <Stack gap="xl">
            {portfolios
              .filter((portfolio) => portfolio.years.length > 0)
              .map((portfolio) => (
                <OfPortfolio
                  key={portfolio.portfolioId}
                  portfolio={portfolio}
                  isNamed={portfolios.length > 1}
                />
              ))}
          </Stack>
        )}
      </Loaded>
    </Card>
  );
}

function OfPortfolio({ portfolio, isNamed }: { portfolio: PortfolioGains; isNamed: boolean }) {
  const { name, method, years, washSales } = portfolio;
  const [year] = years;
  if (!year) return null;
  return (
    <section>
      {isNamed && <h3 className={classes.name}>{name}</h3>}
      <FactList
        facts={[
          { label: 'Realised gain', value: <GainText gain={year.gain} /> },
          { label: 'Held up to a year', value: <GainText gain={year.shortTerm} /> },
          { label: 'Held for longer', value: <GainText gain={year.longTerm} /> },
          { label: 'Proceeds', value: <MoneyText {...year.proceeds} /> },
          { label: 'Cost', value: <MoneyText {...year.cost} /> },
          { label: 'Dividends', value: <MoneyText {...year.dividends} /> },
          { label: 'Interest', value: <MoneyText {...year.interest} /> },
          { label: 'Taxes on these', value: <MoneyText {...year.taxes} /> },
          { label: 'Other fees', value: <MoneyText {...year.fees} /> },
        ]}
      />
      <p className={classes.method}>
        {formatDay(year.first)} to {formatDay(year.last)}. {methodWords[method].name}:{' '}
        {methodWords[method].words}
      </p>
      <RealisedTable
        caption={isNamed ? `Realised in ${name}` : 'Realised'}
        disposals={[...year.disposals, ...year.transfers]}
      />
      {washSales.length > 0 && (
        <p className={classes.method} role="note">
          {washSales.length === 1 ? 'One loss' : `${washSales.length} losses`} may not count, because the same
          was bought within 30 days:{' '}
          {washSales.map(({ symbol, day }) => `${symbol} on ${formatDay(day)}`).join(', ')}. Nothing is
          corrected by that here.
        </p>
      )}
    </section>
  );
}

const fileName = ({ name }: Scope, year: string): string =>
  `gains-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${year.replace('/', '-')}.csv`;
