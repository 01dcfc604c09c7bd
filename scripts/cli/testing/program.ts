// The program that tests start again and again, as a process of its own.
import { fileURLToPath } from 'node:url';

/** The launcher of the sources. */
export const SOURCE = fileURLToPath(new URL('../../tocsin.js', import.meta.url));

/** The variable that names the launcher of the gathered program. */
export const GATHERED = 'TOCSIN_GATHERED';

/** The launcher of the gathered program; that of the sources where nothing was gathered. */
export const PROGRAM = process.env[GATHERED] ?? SOURCE;
