import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './FormProblem.module.css';

/** Why a form was refused, above its fields; what belongs to one field stands at that field instead. */
export const FormProblem = ({ problem }: { problem: ReactNode }) =>
  problem && (
    <Alert
      role="alert"
      className={classes.problem}
      icon={<IconAlertTriangle size={18} stroke={1.75} aria-hidden />}
    >
      {problem}
    </Alert>
  );
