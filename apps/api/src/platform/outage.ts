import { DatabaseError } from 'pg';
import { QueryFailedError } from 'typeorm';

/**
 * The database cannot work at the moment, whatever it is asked: it is not reached or was lost (08, 57P), gave a
 * standstill up (25P), has no room, slot or disk (53, 58), waits for a lock too long (55P03), or is a replica (25006).
 */
const outageCodes = /^(08|53|57P|58|25P|55P03|25006)/;
const networkCodes = /^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EHOST|ENET)/;
/** The driver has no codes of its own. */
const driverMessages =
  /connection (terminated|timeout)|client (has encountered|was closed)|timeout exceeded/i;

/** Whether an error of the driver, or TypeORM's wrapping of one, says so. */
export function isDatabaseOutage(error: unknown): boolean {
  if (error instanceof QueryFailedError) return isDatabaseOutage(error.driverError);
  if (error instanceof DatabaseError) return outageCodes.test(error.code ?? '');
  if (!(error instanceof Error)) return false;
  const { code, message } = error as Error & { code?: string };
  return networkCodes.test(code ?? '') || driverMessages.test(message);
}
