// Day and meeting of a draft: what Tocsin proposes, told from what people chose.
import type { Incident } from '../model/incident.ts';
import { parseInstant, utcDay } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { postmortemDue, postmortemMeeting } from './duty.ts';
import type { Proposal } from './request-memory.ts';

/** Day and meeting of a draft, and what Tocsin proposed for it last; null where nothing says so. */
export type Drafted = { readonly days: DraftedDays; readonly last: Proposal | null };

/** Day and meeting as a draft says them; the meeting is absent where people took it out. */
export type DraftedDays = { readonly due: string; readonly meeting?: string | undefined };

/** What is proposed by the level and the instants of the incident as they are. */
export function proposalOf(organisation: Organisation, incident: Incident): Proposal {
  return {
    due: postmortemDue(organisation, incident),
    meeting: postmortemMeeting(organisation, incident),
  };
}

/**
 * Which of both nobody chose: it is what Tocsin proposes, or what it proposed `last`. Where nothing says what that was, it is
 * what was proposed before the resolution.
 */
export function ownDays(
  organisation: Organisation,
  incident: Incident,
  { days, last }: Drafted,
): { readonly due: boolean; readonly meeting: boolean } {
  const before = last ?? earlierProposal(organisation, incident);
  const known = [before, proposalOf(organisation, incident)];
  const meeting = parseInstant(days.meeting ?? '');
  return {
    due: known.some(({ due }) => due === days.due),
    meeting: known.some((each) => each.meeting === meeting),
  };
}

/** What is to be remembered as proposed of a draft: what of it is ours, and else what people put their own in place of. */
export function rememberedProposal(
  organisation: Organisation,
  incident: Incident,
  { days, last }: Drafted,
): Proposal {
  const own = ownDays(organisation, incident, { days, last });
  const before = last ?? proposalOf(organisation, incident);
  const meeting = parseInstant(days.meeting ?? '');
  return {
    due: own.due ? days.due : before.due,
    meeting: own.meeting && meeting !== null ? meeting : before.meeting,
  };
}

/** Day and meeting of a draft where people chose one of them; null where they chose none, or a day before the last resolution. */
export function chosenInDraft(
  organisation: Organisation,
  incident: Incident,
  { days, last }: Drafted,
): Incident['postmortemDraft'] {
  const own = ownDays(organisation, incident, { days, last });
  const { resolved } = incident.at;
  const isPast = resolved !== undefined && !own.due && days.due < utcDay(resolved);
  if ((own.due && own.meeting) || isPast) return null;
  const proposed = proposalOf(organisation, incident);
  return {
    due: own.due ? proposed.due : days.due,
    meeting: own.meeting ? proposed.meeting : parseInstant(days.meeting ?? ''),
  };
}

/** What was proposed before the incident was resolved. */
function earlierProposal(organisation: Organisation, incident: Incident): Proposal {
  const { declared, resolved } = incident.at;
  const at = { ...incident.at, ...(declared === undefined ? {} : { resolved: declared }) };
  return proposalOf(organisation, resolved === undefined ? incident : { ...incident, at });
}
