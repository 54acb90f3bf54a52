import { join } from 'node:path';

/** The project's own folder: specs, schemas and fixtures lie there, wherever the command is run. */
export const ROOT = join(import.meta.dirname, '../..');
