import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { claimDataDir } from './claim.mjs';
import { Refusal } from './refusal.mjs';

/** Removes the temporary databases in a folder whose owners were killed and could remove nothing. */
export function removeLeftovers(parent, prefix) {
  for (const name of readdirSync(parent).filter((each) => each.startsWith(prefix))) {
    const folder = join(parent, name);
    try {
      claimDataDir(folder).release();
    } catch (error) {
      if (error instanceof Refusal) continue; // somebody works there
      throw error;
    }
    rmSync(folder, { recursive: true, force: true });
  }
}
