import { Card } from '@tradeyard/ui';
import type { PassedOver } from '../../tracked/import.js';
import { DetailRow } from '../DetailRows.js';
import classes from '../DetailRows.module.css';
import { lineWords } from './report-words.js';

/** Rows that are no activities, and why they are left out. */
export const PassedOverList = ({ passedOver }: { passedOver: readonly PassedOver[] }) =>
  passedOver.length > 0 && (
    <Card title="Left out" flush>
      <ul className={classes.list} aria-label="Left out">
        {passedOver.map(({ reason, count, lines }) => (
          <DetailRow key={reason} title={reason} details={[lineWords(lines, count)]} />
        ))}
      </ul>
    </Card>
  );
