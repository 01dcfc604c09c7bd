// What customers heard last of an incident: whoever was told that something fails is told that it is over.
import type { Incident, MaintenancePhase, PublicStatus, Update } from '../model/incident.ts';

type Word = PublicStatus | MaintenancePhase;

/** The word that leaves customers waiting; null where they see nothing, heard nothing, or were told the end. */
export function openWord(incident: Incident): Word | null {
  if (incident.kind === 'maintenance' || incident.public?.visibility !== 'public') return null;
  const said = publicWord(incident);
  return said === 'resolved' ? null : said;
}

/**
 * How an incident stands with customers by its words: the newest update is what they read, whatever a command wrote into
 * the front matter before. Where it is `/reopen` that says so there, what was said before it is over does not count.
 */
export function publicWord(incident: Incident): Word | null {
  const stated = incident.public?.status ?? null;
  const last = newestOf(incident.updates)?.status ?? null;
  if (stated === null || last === null) return stated ?? last;
  const isReopened = isCalm(last) && !isCalm(stated) && !isSeenWell(incident, last);
  return isReopened ? stated : last;
}

/** Whether a word says that the suffering is over. */
export function isCalm(word: Word): boolean {
  return word === 'monitoring' || word === 'resolved';
}

/** The newest of updates; of several at one instant the one that was written last. */
export function newestOf(updates: readonly Update[]): Update | undefined {
  return updates.reduce<Update | undefined>(
    (newest, each) => (newest === undefined || each.at >= newest.at ? each : newest),
    undefined,
  );
}

/** Whether all that it names works, and people work on it no more where customers are told the end. */
function isSeenWell({ components, state }: Incident, last: Word): boolean {
  const named = Object.values(components);
  const isWell = named.length > 0 && named.every((status) => status === 'operational');
  return isWell && (last === 'monitoring' || state === 'monitoring');
}
