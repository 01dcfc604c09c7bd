// Time zones of the IANA database, as the runtime knows them.

/** Whether a text names a time zone. What is none is a finding where it is written, and gives no times anywhere else. */
export function isZone(zone: string): boolean {
  if (known.has(zone)) return true;
  try {
    if (new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone === '')
      return false;
    known.add(zone);
    return true;
  } catch {
    return false;
  }
}

/** Asking is slow, and the same few are asked for again and again. */
const known = new Set<string>();
