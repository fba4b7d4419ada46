import { Skeleton } from '@mantine/core';
import { Card, ErrorState } from '@tradeyard/ui';
import type { ReactNode } from 'react';
import { problemSentence } from '../problem.js';

type Query<Data> = {
  data: Data | undefined;
  isError: boolean;
  error: unknown;
  refetch: () => Promise<unknown>;
};

type LoadedProps<Data> = {
  query: Query<Data>;
  /** Begins a sentence: `The performance`. */
  what: string;
  height?: number;
  /** Within a card, which an error then needs none of its own. */
  isBare?: boolean;
  isEmpty?: (data: Data) => boolean;
  empty?: ReactNode;
  children: (data: Data) => ReactNode;
};

/** What a query answered; while it does not, its outline, or why it cannot be had. */
export function Loaded<Data>(props: LoadedProps<Data>) {
  const { query, what, height = 420, isBare = false, isEmpty, empty, children } = props;
  const { data, isError, error, refetch } = query;
  if (data !== undefined && !isError) return isEmpty?.(data) ? empty : children(data);
  if (isError) {
    const state = (
      <ErrorState
        title={`${what} could not be loaded`}
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
    return isBare ? state : <Card>{state}</Card>;
  }
  return (
    <div role="status">
      <span className="spoken">{what} is loading</span>
      <Skeleton height={height} radius="lg" />
    </div>
  );
}
