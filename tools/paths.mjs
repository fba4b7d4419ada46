import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A path inside the repository, absolute. */
export const inRoot = (...parts) => join(root, ...parts);
