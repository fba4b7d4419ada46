import type { Instrument } from './instrument.js';
import type { SimulatedInstrument } from './simulate.js';
import { sessionOf, type Session } from './trading-hours.js';

/** Whether an instrument is traded in the sessions of its calendar only. History is told at any hour, and a simulated market may never close. */
export const keepsHours = ({
  provider,
  simulatedSessions,
}: Pick<Instrument & SimulatedInstrument, 'provider' | 'simulatedSessions'>): boolean =>
  provider === 'simulated' ? simulatedSessions === 'calendar' : provider !== 'replay';

/**
 * Whether an instrument is traded at the moment, and until when that lasts: null where nobody knows or it never ends.
 * The simulated market does not close unless the instrument says so. Throws `unknown_calendar`.
 */
export function sessionOfInstrument(
  {
    status,
    provider,
    simulatedSessions,
    calendar,
  }: Pick<Instrument & SimulatedInstrument, 'status' | 'provider' | 'simulatedSessions' | 'calendar'>,
  at: Date,
): Session {
  if (status !== 'active') return { isOpen: false, until: null };
  if (!keepsHours({ provider, simulatedSessions })) return { isOpen: true, until: null };
  return sessionOf(calendar, at);
}
