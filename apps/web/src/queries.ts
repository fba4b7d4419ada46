import { ProblemError } from '@tradeyard/api-client';
import { QueryClient } from '@tanstack/react-query';

const retriesMax = 2;

/** What was read stays good for a while; what was refused is not asked again, what failed is. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < retriesMax && !isRefusal(error),
        // The browser's guess about the network is often wrong; asking tells.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });

/** The same question would get the same answer. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ProblemError && error.status >= 400 && error.status < 500;
