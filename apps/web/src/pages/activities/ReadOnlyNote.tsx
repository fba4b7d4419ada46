import { IconInfoCircle } from '@tabler/icons-react';
import type { Scope } from '../../tracked/scope.js';
import classes from './ReadOnlyNote.module.css';

/** Why nothing can be added or changed here. */
export const ReadOnlyNote = ({ scope }: { scope: Scope }) => (
  <p className={classes.note} role="note">
    <IconInfoCircle size={18} stroke={1.75} aria-hidden />
    <span>{reason(scope)}</span>
  </p>
);

function reason({ kind, isArchived }: Scope): string {
  switch (kind) {
    case 'trading':
      return 'These come from your wallet and your orders by themselves, so nothing is entered or changed here.';
    case 'paper':
    case 'league':
      return 'These come from the orders in this portfolio by themselves, so nothing is entered or changed here.';
    case 'tracked':
      return isArchived
        ? 'This portfolio is archived: it can be read, and nothing in it changes.'
        : 'Nothing can be changed here.';
    case 'group':
    case 'all':
      return 'What happened is entered in one portfolio. Open one of them.';
  }
}
