import { useQueryClient } from '@tanstack/react-query';
import { api, type Schemas } from '../../api.js';

export type Share = Schemas['ShareDto'];
export type ShareScope = Schemas['ShareScope'];

export const labelCharactersMax = 80;

/** All links that work or have expired, newest first. */
export const useShares = () => api.useQuery('get', '/portfolio-shares');

/** Reads the links again after one was made or revoked. */
export function useRefreshShares(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['get', '/portfolio-shares'] });
}

export const shareAddress = (token: string): string => `${location.origin}/shared/${token}`;

export const shareScopeWords: Record<ShareScope, { label: string; words: string }> = {
  percent: {
    label: 'Percent only',
    words: 'Shares of the whole and returns. Nobody learns how much it is.',
  },
  amounts: { label: 'With amounts', words: 'Everything in percent, and what it is worth.' },
};

const dayMs = 86_400_000;

/** How long a link works; `days` is null for one that does not end by itself. */
export const lifetimes = [
  { value: 'day', label: 'For a day', days: 1 },
  { value: 'week', label: 'For a week', days: 7 },
  { value: 'month', label: 'For 30 days', days: 30 },
  { value: 'year', label: 'For a year', days: 365 },
  { value: 'ever', label: 'Until you revoke it', days: null },
] as const;

export type Lifetime = (typeof lifetimes)[number]['value'];

/** When a link made `now` ends; undefined for never. */
export function expiryOf(lifetime: Lifetime, now: Date): string | undefined {
  const days = lifetimes.find(({ value }) => value === lifetime)?.days ?? null;
  return days === null ? undefined : new Date(now.getTime() + days * dayMs).toISOString();
}

export const hasExpired = ({ expiresAt }: Share, nowMs: number): boolean =>
  expiresAt !== null && Date.parse(expiresAt) <= nowMs;
