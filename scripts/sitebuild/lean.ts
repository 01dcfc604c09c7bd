// The snapshot as the pages need it: without the texts of what is over and has its page already.
import { isSettled } from '../publication/settled.ts';
import type { IncidentView, PublicView, Snapshot } from '../publication/view.ts';

/** Leaves out the texts of settled incidents, but for those of which a page is to be made. Lists show none. */
export function leanSnapshot(
  snapshot: Snapshot,
  needs: {
    /** Whether the text of an incident is shown on any page that is to be made. */
    readonly text: (incident: IncidentView) => boolean;
    /** Whether the internal page of an incident is to be made. */
    readonly page: (id: string) => boolean;
  },
): Snapshot {
  const lean = leanPublic(snapshot.public, needs.text);
  if (snapshot.audience === 'public') return { ...snapshot, public: lean };
  const { inside } = snapshot.internal;
  const pages = inside.pages.filter(({ id }) => needs.page(id));
  return {
    ...snapshot,
    public: lean,
    internal: { ...snapshot.internal, inside: { ...inside, pages } },
  };
}

function leanPublic(view: PublicView, needsText: (incident: IncidentView) => boolean): PublicView {
  return {
    ...view,
    recent: view.recent.map(({ day, incidents }) => ({ day, incidents: incidents.map(row) })),
    months: view.months.map(({ month, incidents }) => ({ month, incidents: incidents.map(row) })),
    incidents: view.incidents.map((each) => (needsText(each) ? each : row(each))),
  };
}

function row(incident: IncidentView): IncidentView {
  return isSettled(incident) ? withoutTexts(incident) : incident;
}

/** Names what stays, since asking for a text renders it. */
function withoutTexts(incident: IncidentView): IncidentView {
  const { id, kind, title, status, impact, current, currentSince, startedAt, endedAt } = incident;
  const {
    window,
    schedule,
    components,
    concerns,
    withdrawnAt,
    nextUpdateDue,
    hasPostmortem,
    postmortemAt,
    digest,
    translations,
  } = incident;
  return {
    id,
    kind,
    title,
    status,
    impact,
    current,
    currentSince,
    startedAt,
    endedAt,
    window,
    schedule,
    components,
    concerns,
    withdrawnAt,
    nextUpdateDue,
    hasPostmortem,
    postmortemAt,
    digest,
    ...(translations === undefined ? {} : { translations: titlesOf(translations) }),
    updates: [],
    postmortem: null,
    postmortemText: null,
  };
}

function titlesOf(
  translations: NonNullable<IncidentView['translations']>,
): NonNullable<IncidentView['translations']> {
  return Object.fromEntries(
    Object.entries(translations).map(([language, { title }]) => [
      language,
      { title, updates: {}, postmortem: null },
    ]),
  );
}
