// What customers would no longer read if an older site were shown again.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailure } from '../../cli/exit-code.ts';
import { plural } from '../../diagnostics/pretty.ts';
import { isRecord } from '../../signals/fields.ts';
import { SUMMARY } from '../../publishing/revision.ts';

/** Refuses an older folder that does not tell, as open, of an incident that the shown one says is open. */
export function refuseLoss(place: string, shown: string | null, older: string | null): void {
  if (shown === null || older === null) return;
  const told = new Set(openIn(older));
  const [first, ...others] = openIn(shown).filter((id) => !told.has(id));
  if (first === undefined) return;
  const lost = others.length === 0 ? first : `${first} and ${plural(others.length, 'other')}`;
  throw new CommandFailure(
    `the version of ${place} before the one that is shown does not say that ${lost} ${others.length === 0 ? 'is' : 'are'} open: mend what is shown and publish again, or say --force`,
  );
}

/** Ids of the incidents that a site's summary says are open; none where it cannot be read. */
function openIn(folder: string): readonly string[] {
  const summary = summaryIn(folder);
  const incidents = isRecord(summary) ? summary['incidents'] : null;
  if (!Array.isArray(incidents)) return [];
  return incidents.flatMap((each: unknown) =>
    isRecord(each) && typeof each['id'] === 'string' ? [each['id']] : [],
  );
}

function summaryIn(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, SUMMARY), 'utf8'));
  } catch {
    return null;
  }
}
