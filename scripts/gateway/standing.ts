// What decisions know of the past, in the memory of the one consumer. The inbox keeps it; after a failure it is asked.
import { recallIncidents } from '../correlation/incident-standing.ts';
import {
  noteIncident,
  noteIncidents,
  recall,
  type Standing,
  startStanding,
} from '../correlation/standing.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { toStanding } from '../inbox/sqlite-standing.ts';
import type { Decision } from '../model/decision.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';

/** Where the standing comes from. */
export type StandingSources = {
  readonly inbox: Inbox;
  readonly organisation: Organisation;
  /** The incidents of the newest commit. */
  readonly incidents: readonly Incident[];
  readonly now: Instant;
};

/** Keeps the standing of one consumer. */
export type StandingKeeper = {
  /** The standing for decisions about these problems, as the newest commit and the inbox have it. */
  readonly about: (problems: readonly string[], sources: StandingSources) => Promise<Standing>;
  /** Takes over what became of decisions. */
  readonly note: (decisions: readonly Settled[], incidents: readonly Incident[]) => void;
  /** What is in memory; null before it was asked for and after it was let go of. */
  readonly current: () => Standing | null;
  /** Lets go of everything: nothing of work that failed may stay. */
  readonly forget: () => void;
};

/** A decision and the incident that it came into, if any. */
export type Settled = { readonly decision: Decision; readonly incident: string | null };

/** A keeper that knows nothing until it is asked. */
export function createStandingKeeper(): StandingKeeper {
  let standing: Standing | null = null;
  let noted: readonly Incident[] | null = null;
  const note = (known: Standing, incidents: readonly Incident[]): void => {
    if (incidents !== noted) noteIncidents(known, incidents);
    noted = incidents;
  };
  return {
    about: async (problems, sources) => {
      const known = standing ?? (await loadStanding(sources));
      standing = known;
      note(known, sources.incidents);
      const unknown = [...new Set(problems)].filter((id) => !known.problems.has(id));
      if (unknown.length > 0)
        for (const problem of await sources.inbox.problems(unknown))
          recall(known, toStanding(problem));
      return known;
    },
    note: (decisions, incidents) => {
      if (standing === null) return;
      note(standing, incidents);
      for (const { decision, incident } of decisions) {
        if (incident === null) continue;
        for (const { id } of [decision.problem, ...decision.carries])
          noteIncident(standing, id, incident);
      }
    },
    current: () => standing,
    forget: () => {
      standing = null;
      noted = null;
    },
  };
}

/** The standing that the inbox keeps; for problems that it does not know, what the incident files tell. */
export async function loadStanding({
  inbox,
  organisation,
  incidents,
  now,
}: StandingSources): Promise<Standing> {
  const standing = startStanding(await inbox.standing(now));
  recallIncidents(standing, incidents, (team) => organisation.teams.get(team)?.mode === 'live');
  return standing;
}
