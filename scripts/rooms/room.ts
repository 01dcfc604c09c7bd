// An incident → its room as a value: all that GitHub shall show of it, decided here and carried out elsewhere.
import { actionItemsOf } from '../postmortems/action-items.ts';
import { type Incident, isActive, isTaken } from '../model/incident.ts';
import { isHidden } from '../incidents/hidden.ts';
import type { IncidentRecord } from '../incidents/record.ts';
import type { Organisation } from '../model/organisation.ts';
import { personOnCall } from '../oncall/schedule.ts';
import { renderCard } from './card.ts';
import { clocksOf } from './clocks.ts';
import type { RoomInput } from './input.ts';
import { skippedGate } from './skipped-gate.ts';
import { HIDDEN_MARKER } from './hidden-text.ts';
import { labelsOf } from './labels.ts';
import { joinBody, type Keepsakes, readMarks, roomMarker, splitBody } from './markers.ts';
import { ownedSince } from './owned-since.ts';
import { storyOf } from './story.ts';
import { keepTicks } from './ticks.ts';

/** All that an incident's room shall be. */
export type Room = {
  readonly incident: string;
  readonly title: string;
  readonly labels: readonly string[];
  /** Whom it is assigned to when somebody is there to work on it. */
  readonly assignees: readonly string[];
  readonly state: RoomState;
  /** The body around what people wrote in the one that is there; an empty one for a new room. */
  readonly body: (current: string, part: number, keepsakes: Keepsakes) => string;
  /** Comments that tell what happened so far. */
  readonly story: () => readonly string[];
  /** Whether an issue with a body owes them: made again without them, or emptied of our answers. */
  readonly owesStory: (current: string) => boolean;
};

/** Whether it is open, and why it is not. */
export type RoomState =
  | { readonly kind: 'open' }
  | { readonly kind: 'closed'; readonly reason: 'completed' | 'not_planned' | 'duplicate' };

/** Decides an incident's room. */
export function roomOf(input: RoomInput): Room {
  const { incident } = input.record;
  const clocks = clocksOf(input.organisation, incident, input.postmortem);
  const actions = actionItemsOf(incident, input.postmortem);
  const state = skippedGate(input).length > 0 ? OPEN : stateOf(incident);
  const story = (): readonly string[] => storyOf(input);
  const owesStory = (current: string): boolean =>
    isBack(current) ? story().length > 0 : readMarks(current).isUntold;
  return {
    incident: incident.id,
    title: `[${incident.severity}] ${incident.id}`,
    labels: labelsOf(incident, clocks, input.now),
    assignees: assigneesOf(input.organisation, input.record),
    state,
    body: (current, part, keepsakes) => {
      const parts = splitBody(current);
      const people = Buffer.byteLength(parts.above + parts.below);
      const card = renderCard({ ...input, clocks, actions }, MOST_BYTES - people);
      const marker = roomMarker(incident.id, part);
      return joinBody({ ...parts, card: keepTicks(card, parts.card ?? '') }, marker, {
        ...keepsakes,
        // What was said while it was not shown was not heard, and is not heard later.
        ...(isBack(current) ? { cursor: input.now, isUntold: owesStory(current) } : {}),
        isRepeat: isRepeat(state),
      });
    },
    story,
    owesStory,
  };
}

/** Whether a room was emptied while nobody might read it. */
function isBack(current: string): boolean {
  return current.startsWith(HIDDEN_MARKER);
}

/** The whole body stays below this, so that GitHub takes it and people's additions too. */
const MOST_BYTES = 47 * 1024;

/** Whether an incident has a room: from its beginning, and for ever once it had one; what ended without one needs none. */
export function wantsRoom(incident: Incident, organisation: Organisation): boolean {
  if (isHidden(incident, organisation)) return false;
  return incident.room !== null || isActive(incident) || incident.state === 'resolved';
}

const OPEN: RoomState = { kind: 'open' };

function stateOf({ state }: Incident): RoomState {
  switch (state) {
    case 'closed':
      return { kind: 'closed', reason: 'completed' };
    case 'duplicate':
      return { kind: 'closed', reason: 'duplicate' };
    case 'declined':
      return { kind: 'closed', reason: 'not_planned' };
    case 'triage':
    case 'investigating':
    case 'identified':
    case 'monitoring':
    case 'resolved':
      return OPEN;
  }
}

/** Whether a room is closed because another one counts. */
export function isRepeat(state: RoomState): boolean {
  return state.kind === 'closed' && state.reason === 'duplicate';
}

/** Manager and lead, and whoever was on call when the team got it: a hand-over of the schedule hands no incident over. */
function assigneesOf(organisation: Organisation, record: IncidentRecord): readonly string[] {
  const { incident } = record;
  if (!isActive(incident)) return [];
  const { manager, lead } = incident.roles;
  const schedule = organisation.schedules.get(
    organisation.teams.get(incident.owner.team)?.schedule ?? '',
  );
  const since = ownedSince(record);
  const called = schedule === undefined || since === null ? null : personOnCall(schedule, since);
  const taker = isTaken(incident) ? incident.takenBy : null;
  const people = [manager, lead, taker, ...(incident.kind === 'incident' ? [called] : [])];
  return [...new Set(people.filter((person) => person !== null && person !== undefined))];
}
