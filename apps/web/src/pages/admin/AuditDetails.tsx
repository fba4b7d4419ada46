import { Button } from '@mantine/core';
import { FactList, type Fact } from '../FactList.js';
import type { AuditEntry } from './audit.js';
import classes from './AuditDetails.module.css';

type AuditDetailsProps = {
  entry: AuditEntry;
  /** Without it there is nothing to take back. */
  onTakeBack?: () => void;
};

/** What programs and support need of an entry, and what can be done about it. */
export const AuditDetails = ({ entry, onTakeBack }: AuditDetailsProps) => (
  <details className={classes.details}>
    <summary className={classes.summary}>Details</summary>
    <div className={classes.content}>
      <FactList facts={factsOf(entry)} />
      {onTakeBack && (
        <Button variant="default" size="xs" onClick={onTakeBack}>
          Take back…
        </Button>
      )}
    </div>
  </details>
);

function factsOf({ id, outcome, action, code, idempotencyKey, request }: AuditEntry): Fact[] {
  const facts: Fact[] = [{ label: 'Entry', value: <code>{id}</code> }];
  if (outcome === 'refused') facts.push({ label: 'Route', value: <code>{action}</code> });
  if (code !== null) facts.push({ label: 'Code', value: <code>{code}</code> });
  if (idempotencyKey !== null) facts.push({ label: 'Idempotency key', value: <code>{idempotencyKey}</code> });
  if (request !== null) facts.push({ label: 'What was sent', value: <code>{request}</code> });
  return facts;
}
