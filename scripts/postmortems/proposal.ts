// Day and meeting of a draft: what Tocsin proposes, told from what people chose.
import type { Incident } from '../model/incident.ts';
import { parseInstant, utcDay } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { INCIDENT_SEVERITIES } from '../model/severity.ts';
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
 * Which of both nobody chose: it is what Tocsin proposed `last`, or proposes and people did not choose already. Where nothing
 * says what was proposed last, it may be what any level gives.
 */
export function ownDays(
  organisation: Organisation,
  incident: Incident,
  { days, last }: Drafted,
): { readonly due: boolean; readonly meeting: boolean } {
  const meeting = parseInstant(days.meeting ?? '');
  if (last === null) {
    const known = everyProposal(organisation, incident);
    return {
      due: known.some(({ due }) => due === days.due),
      meeting: known.some((each) => each.meeting === meeting),
    };
  }
  const { postmortemDraft: chosen } = incident;
  const proposed = proposalOf(organisation, incident);
  return {
    due: days.due === last.due || (days.due === proposed.due && days.due !== chosen?.due),
    meeting:
      meeting === last.meeting || (meeting === proposed.meeting && meeting !== chosen?.meeting),
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

/** What may have been proposed when the incident was as bad as at another level, or before it was resolved. */
function everyProposal(organisation: Organisation, incident: Incident): readonly Proposal[] {
  const { resolved, ...before } = incident.at;
  const ends = resolved === undefined ? [before] : [before, incident.at];
  return INCIDENT_SEVERITIES.flatMap((severityMax) =>
    ends.map((at) => proposalOf(organisation, { ...incident, severityMax, at })),
  );
}
