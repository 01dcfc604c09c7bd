// What somebody keeps restricted: the internal site counts it and says where it stands, and none of its words.
import type { ActionItem } from '../model/action-item.ts';
import type { Incident } from '../model/incident.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { courseOf } from './inside/course.ts';
import type { PublicationInput } from './public-view.ts';

/** What stands in the place of every title. */
export const RESTRICTED = 'Restricted';

/** The same without words and people of restricted incidents, so that every sum stays as it is. */
export function withholdRestricted(input: PublicationInput): PublicationInput {
  const kept = input.incidents.filter(isRestricted);
  const own = new Set(kept.map(({ id }) => id));
  const names = new Set(kept.flatMap(namesOfReport));
  const known = new Set(input.incidents.flatMap(namesOfReport));
  // Where the incident cannot be read nobody can tell who may read what was learned.
  const isKept = ({ incident }: Postmortem): boolean => names.has(incident) || !known.has(incident);
  if (kept.length === 0 && !input.postmortems.some(isKept)) return input;
  return {
    ...input,
    incidents: input.incidents.map((each) => (isRestricted(each) ? withhold(each) : each)),
    bodies: new Map([...(input.bodies ?? [])].filter(([id]) => !own.has(id))),
    courses: new Map([...own].map((id) => [id, courseOf(input.bodies?.get(id) ?? '')])),
    postmortems: input.postmortems.map((each) => (isKept(each) ? withholdReport(each) : each)),
  };
}

/** A post-mortem is that of its own incident or of one that names it. */
function namesOfReport({ id, postmortem }: Incident): readonly string[] {
  return postmortem === null ? [id] : [id, postmortem];
}

/** Whether only those who work on an incident may read it. */
export function isRestricted({ public: face }: Incident): boolean {
  return face?.visibility === 'restricted';
}

function withhold(incident: Incident): Incident {
  return {
    ...incident,
    title: RESTRICTED,
    group: null,
    components: {},
    componentsBefore: [],
    roles: {},
    takenBy: null,
    tickets: [],
    called: [],
    change: null,
    public: { visibility: 'restricted' },
    postmortemBegun:
      incident.postmortemBegun === null ? null : { ...incident.postmortemBegun, owner: '' },
    impact: null,
    mutes: [],
    drafts: [],
    actions: incident.actions.map(withholdItem),
    updates: [],
  };
}

function withholdReport({ translations: _said, ...postmortem }: Postmortem): Postmortem {
  return {
    ...postmortem,
    owner: '',
    customerMessage: null,
    report: { text: 'The text is restricted.', factors: [] },
    actionItems: postmortem.actionItems.map(withholdItem),
  };
}

function withholdItem(item: ActionItem): ActionItem {
  return { ...item, title: RESTRICTED, assignee: item.assignee === null ? null : RESTRICTED };
}
