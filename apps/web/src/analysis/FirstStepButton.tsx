import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Scope } from '../tracked/scope.js';

/** Leads to where something can be put into it: activities are entered, or bought on the markets. */
export const FirstStepButton = ({ scope: { id, kind, isArchived } }: { scope: Scope }) => {
  if (isArchived) return null;
  if (kind === 'tracked') {
    return (
      <Button component={Link} to={`/portfolios/${id}/activities`}>
        Enter activities
      </Button>
    );
  }
  return (
    <Button component={Link} to="/markets">
      Go to the markets
    </Button>
  );
};
