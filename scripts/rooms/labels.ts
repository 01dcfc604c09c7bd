// The labels of rooms: every one that Tocsin sets, with its colour and what it means, and which of them an incident has.
import { keyOf } from '../correlation/key.ts';
import { publicWord } from '../incidents/last-word.ts';
import { type Incident, INCIDENT_STATES, PUBLIC_STATUSES } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import { INCIDENT_SEVERITIES } from '../model/severity.ts';
import { type Clock, isMissed } from './clocks.ts';

/** A label as the repository knows it. */
export type RoomLabel = {
  readonly name: string;
  /** Six hexadecimal digits. */
  readonly color: string;
  readonly description: string;
};

/** On every room, and the one by which rooms are found. */
export const INCIDENT_LABEL = 'incident';

/** On the room that lists incidents without one. */
export const STORM_LABEL = 'storm';

/** On the issue of something to be done. */
export const ACTION_LABEL = 'action-item';

/** The labels of an incident. */
export function labelsOf(
  incident: Incident,
  clocks: readonly Clock[],
  now: Instant,
): readonly string[] {
  const { owner, relations, change } = incident;
  const missed = new Set(clocks.filter((clock) => isMissed(clock, now)).map(({ kind }) => kind));
  const postmortem = clocks.find(({ kind }) => kind === 'postmortem');
  const flags: readonly (readonly [string, boolean])[] = [
    ['comms/overdue', missed.has('update')],
    ['slo/ack-breached', missed.has('acknowledge')],
    ['slo/resolve-breached', missed.has('resolve')],
    ['postmortem/done', postmortem !== undefined && postmortem.done !== null],
    ['postmortem/overdue', postmortem?.done === null && missed.has('postmortem')],
    ['postmortem/due', postmortem?.done === null && !missed.has('postmortem')],
    ['duplicate', relations.duplicateOf !== undefined],
    ['cascade', relations.causedBy.length > 0],
    ['suspect-deploy', change?.deploy !== undefined && change.verdict !== 'ruled_out'],
    ['maintenance', incident.kind === 'maintenance'],
    ['routing/unmatched', incident.kind === 'incident' && incident.services.length === 0],
  ];
  return [
    INCIDENT_LABEL,
    `sev/${incident.severity.slice(-1)}`,
    `state/${incident.state}`,
    `team/${owner.team}`,
    `function/${owner.function}`,
    ...(owner.product === null ? [] : [`product/${owner.product}`]),
    ...incident.services.slice(0, MOST_SERVICES).map((service) => `service/${service}`),
    ...publicLabel(incident),
    ...flags.flatMap(([name, isSet]) => (isSet ? [name] : [])),
  ].map(fitting);
}

/** How a label looks that Tocsin sets; null for one that belongs to people. */
export function describeLabel(name: string): RoomLabel | null {
  const fixed = FIXED.find((label) => label.name === name);
  if (fixed !== undefined) return fixed;
  const slash = name.indexOf('/');
  const family = slash < 0 ? undefined : FAMILIES[name.slice(0, slash)];
  return family === undefined
    ? null
    : { name, color: family.color, description: `${family.description} ${name.slice(slash + 1)}` };
}

/** GitHub takes 100 on an issue; a storm may name more services. */
const MOST_SERVICES = 20;

function publicLabel(incident: Incident): readonly string[] {
  const { public: face, kind } = incident;
  if (face === null || face.visibility === 'none') return [];
  if (face.visibility === 'restricted') return ['public/restricted'];
  return [`public/${(kind === 'incident' ? publicWord(incident) : face.status) ?? 'visible'}`];
}

/** GitHub takes 50 characters; ids may be longer. */
function fitting(name: string): string {
  return name.length <= LONGEST
    ? name
    : `${name.slice(0, LONGEST - 9)}-${keyOf([name]).slice(0, 8)}`;
}

const LONGEST = 50;

/** Red to grey by severity; the others stay pale, so that severity is what is seen. */
const SEVERITY_COLOURS = {
  sev1: 'b60205',
  sev2: 'd93f0b',
  sev3: 'fbca04',
  sev4: 'c5def5',
} as const;

const FIXED: readonly RoomLabel[] = [
  { name: INCIDENT_LABEL, color: '1d2230', description: 'The room of an incident' },
  { name: STORM_LABEL, color: 'b60205', description: 'Lists incidents that have no room yet' },
  { name: ACTION_LABEL, color: '0e8a16', description: 'To be done because of an incident' },
  ...INCIDENT_SEVERITIES.map((severity) => ({
    name: `sev/${severity.slice(-1)}`,
    color: SEVERITY_COLOURS[severity],
    description: `Severity ${severity.slice(-1)}, of which 1 is the worst`,
  })),
  ...INCIDENT_STATES.map((state) => ({
    name: `state/${state}`,
    color: state === 'closed' || state === 'resolved' ? 'c2e0c6' : 'bfdadc',
    description: `The incident is in state ${state}`,
  })),
  ...(['visible', ...PUBLIC_STATUSES] as const).map((word) => ({
    name: `public/${word}`,
    color: 'd4c5f9',
    description: word === 'visible' ? 'The public sees it' : `The public was told: ${word}`,
  })),
  { name: 'public/restricted', color: '5319e7', description: 'Nothing of it may become public' },
  { name: 'comms/overdue', color: 'e99695', description: 'The next public update is late' },
  { name: 'slo/ack-breached', color: 'e99695', description: 'Nobody took it in time' },
  { name: 'slo/resolve-breached', color: 'e99695', description: 'It was not resolved in time' },
  { name: 'postmortem/due', color: 'fef2c0', description: 'A post-mortem is owed' },
  { name: 'postmortem/overdue', color: 'e99695', description: 'The post-mortem is late' },
  { name: 'postmortem/done', color: 'c2e0c6', description: 'The post-mortem is reviewed' },
  { name: 'duplicate', color: 'cfd3d7', description: 'A repeat of another incident' },
  { name: 'cascade', color: 'f9d0c4', description: 'Another incident led to this one' },
  { name: 'suspect-deploy', color: 'f9d0c4', description: 'A deployment is suspected of it' },
  { name: 'maintenance', color: 'c5def5', description: 'Planned work' },
  { name: 'routing/unmatched', color: 'fef2c0', description: 'No rule names its service' },
  { name: 'action/overdue', color: 'e99695', description: 'Its day is over' },
  { name: 'debt/hotfix', color: 'fef2c0', description: 'Must be followed by something better' },
  { name: 'debt/definitive', color: 'c2e0c6', description: 'A repair that stays' },
];

const FAMILIES: Readonly<Record<string, Omit<RoomLabel, 'name'>>> = {
  team: { color: 'e6e8ec', description: 'Owned by team' },
  function: { color: 'e6e8ec', description: 'Owned by function' },
  product: { color: 'e6e8ec', description: 'Part of product' },
  service: { color: 'e6e8ec', description: 'About service' },
};
