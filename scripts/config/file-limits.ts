// How large files of an organisation may be, in bytes.

/** Largest file that is read, in bytes. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** Largest recording that is read, in bytes; about forty thousand signals. */
export const MAX_RECORDING_BYTES = 32 * 1024 * 1024;
