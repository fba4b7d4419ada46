import { Code, Stack } from '@mantine/core';
import { DataTable, ErrorState, formatDay, TableSkeleton, type Column } from '@tradeyard/ui';
import { FactList } from '../pages/FactList.js';
import { problemSentence } from '../problem.js';
import { classWord } from './allocation-words.js';
import { figureWords } from './figure-words.js';
import { SidePanel } from './SidePanel.js';
import { useTrail, type TrailQuestion } from './trail.js';
import classes from './TrailPanel.module.css';
import {
  formulaSentence,
  nameWords,
  noteSentence,
  sourceSentence,
  trailValue,
  type Trail,
  type TrailAnswer,
} from './trail-words.js';

type TrailPanelProps = {
  /** Null while no figure is open. */
  question: TrailQuestion | null;
  onClose: () => void;
};

/** How a figure came about: its formula in words, what went into it, and every row of that. */
export const TrailPanel = ({ question, onClose }: TrailPanelProps) => (
  <SidePanel opened={question !== null} onClose={onClose} title={question ? titleOf(question) : ''}>
    {question && <Content question={question} />}
  </SidePanel>
);

const titleOf = ({ figure, of, by }: TrailQuestion): string => {
  const { name } = figureWords[figure];
  return of === null ? name : `${name}: ${by === 'class' ? classWord(of) : of}`;
};

function Content({ question }: { question: TrailQuestion }) {
  const { data, isError, error, refetch } = useTrail(question);
  if (data) return <TrailContent answer={data} />;
  if (!isError) return <TableSkeleton what="How it came about" rows={4} />;
  return (
    <ErrorState
      title="How it came about could not be loaded"
      message={problemSentence(error)}
      onRetry={() => void refetch()}
    />
  );
}

function TrailContent({ answer: { trail, currency, range } }: { answer: TrailAnswer }) {
  const { figure, value, unit, formula, rowFormula, inputs, columns, rows, note } = trail;
  const words = formulaSentence(formula.key);
  return (
    <Stack gap="lg">
      <div>
        <p className={classes.value}>{trailValue(value, unit, currency)}</p>
        <p className={classes.words}>{figureWords[figure].words}</p>
        <p className={classes.words}>
          From the evening of {formatDay(range.opening)} to {formatDay(range.to)}.
        </p>
        {note !== null && <p className={classes.note}>{noteSentence(note)}</p>}
      </div>
      <section>
        <h3 className={classes.heading}>Formula</h3>
        {words && <p className={classes.words}>{words}</p>}
        <Code block className={classes.formula}>
          {formula.gives === 'zero' ? `${formula.text} = 0` : formula.text}
          {rowFormula && `\n${rowFormula.column} = ${rowFormula.text}`}
        </Code>
      </section>
      {inputs.length > 0 && (
        <section>
          <h3 className={classes.heading}>What goes into it</h3>
          <FactList
            facts={inputs.map((input) => ({
              label: nameWords(input.name),
              value: (
                <>
                  {trailValue(input.value, input.unit, currency)}
                  <span className={classes.source}>{sourceSentence(input.source)}</span>
                </>
              ),
            }))}
          />
        </section>
      )}
      {rows.length > 0 && (
        <section>
          <h3 className={classes.heading}>{rows.length === 1 ? 'One row' : `${rows.length} rows`}</h3>
          <div className={classes.rows} role="region" aria-label="Rows of the formula" tabIndex={0}>
            <DataTable
              caption="Rows of the formula"
              columns={columnsOf(columns, currency)}
              rows={rows.map((cells, index) => ({ cells, key: String(index) }))}
              rowKey={({ key }) => key}
              rowHeight="compact"
            />
          </div>
          <p className={classes.words}>{originWords(columns)}</p>
        </section>
      )}
    </Stack>
  );
}

type Row = { cells: Trail['rows'][number]; key: string };

const leftUnits: readonly string[] = ['text', 'day'];

const columnsOf = (columns: Trail['columns'], currency: string): readonly Column<Row>[] =>
  columns.map(({ name, unit }) => ({
    id: name,
    header: nameWords(name),
    ...(!leftUnits.includes(unit) && { numeric: true }),
    cell: ({ cells }) => (
      <span className={classes.cell}>{trailValue(cells[name] ?? null, unit, currency)}</span>
    ),
  }));

/** Where the columns are from, those of one origin together. */
function originWords(columns: Trail['columns']): string {
  const origins = new Set(columns.map(({ source }) => source));
  return [...origins]
    .map((source) => {
      const names = columns.filter((column) => column.source === source).map(({ name }) => nameWords(name));
      return `${names.join(', ')}: ${sourceSentence(source)}.`;
    })
    .join(' ');
}
