// Time zones of the IANA database, as the runtime knows them.

/** Whether a text names a time zone. What is none is a finding where it is written, and gives no times anywhere else. */
export function isZone(zone: string): boolean {
  known ??= new Set(Intl.supportedValuesOf('timeZone'));
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

/** The list lacks other names of the same zones, but reading it costs a twentieth of asking for the first zone. */
let known: Set<string> | null = null;
