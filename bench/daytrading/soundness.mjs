import { isDeepStrictEqual } from 'node:util';
import { findViolations } from '../ledger/soundness.mjs';

/** What is wrong with the end of a workload, of which `expected` are the users and totals that the rules give. */
export function compareState(name, found, expected) {
  const faults = [];
  for (const user of new Set([...Object.keys(found.users), ...Object.keys(expected.users)])) {
    if (!isDeepStrictEqual(found.users[user], expected.users[user]))
      faults.push(`${name}: user "${user}" is not as the rules say`);
  }
  for (const figure of Object.keys(expected.totals)) {
    const [is, wanted] = [found.totals[figure], expected.totals[figure]];
    if (!isDeepStrictEqual(is, wanted))
      faults.push(`${name}: ${figure} is ${JSON.stringify(is)}, the rules say ${JSON.stringify(wanted)}`);
  }
  return faults.slice(0, 10);
}

/** The ledger, in which nobody transfers anything here. */
export const auditLedger = (client) => findViolations(client, 0);
