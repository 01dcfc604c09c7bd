// What a decision or the world after it says, in the words in which tests expect it.
import { type Decision, type Destination } from '../model/decision.ts';
import type { Incident } from '../model/incident.ts';
import type { ExpectedValue } from '../model/rule-test.ts';
import type { Message } from '../response/desk.ts';
import type { Simulation } from '../simulation/simulate.ts';
import { incidentsOf } from './story.ts';

/** What a decision says under a key. `wanted` chooses between names of one thing. */
export function factOfDecision(
  decision: Decision,
  key: string,
  wanted: ExpectedValue,
): ExpectedValue {
  const { resolution, gatedBy } = decision;
  switch (key) {
    case 'severity':
      return decision.severity;
    case 'category':
      return decision.category;
    case 'environment':
      return decision.environment;
    case 'service':
      return resolution.service ?? NONE;
    case 'owner':
      return {
        team: resolution.owner.team,
        function: resolution.owner.function,
        product: resolution.owner.product ?? NONE,
        step: resolution.step,
        confidence: Math.round(resolution.confidence * 100) / 100,
      };
    case 'gate':
      if (gatedBy === null) return 'open';
      return gatedBy.kind === 'shadow' ? 'shadow' : gatedBy.id;
    case 'rules':
      return decidingRules(decision, wanted);
    case 'group':
      return decision.group;
    case 'to':
      return namesOf(decision.destinations, wanted);
    case 'escalation':
      return decision.escalation.map((step) => ({
        after: durationText(step.afterMs),
        to: namesOf(step.destinations, wanted),
      }));
    case 'wait':
      return durationText(decision.waitMs);
    case 'upstream':
      return decision.cascade?.root.service ?? NONE;
    case 'flapping':
      return decision.isFlapping;
    default:
      return NONE;
  }
}

/** What the world says under a key. */
export function factOfWorld(
  simulation: Simulation,
  key: string,
  wanted: ExpectedValue,
): ExpectedValue {
  const incidents = incidentsOf(simulation);
  const messages = simulation.messages();
  const isCounted = !Array.isArray(wanted);
  if (key === 'incidents')
    return isCounted ? incidents.length : incidents.map((one) => incidentFacts(one, incidents));
  return isCounted
    ? messages.length
    : messages.map((message) => messageFacts(message, incidents, wanted));
}

/** A duration as people write it, in the largest unit that divides it. */
export function durationText(ms: number): string {
  if (ms === 0) return '0s';
  const [unit, length] = UNITS.find(([, size]) => ms % size === 0) ?? ['s', 1000];
  return `${ms / length}${unit}`;
}

const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
];

const NONE = 'none';

/** A stage may ask several kinds of rules; the expected one is named if it is among those that decided. */
function decidingRules({ trace, gatedBy }: Decision, wanted: ExpectedValue): ExpectedValue {
  const stages = typeof wanted === 'object' && !Array.isArray(wanted) ? Object.entries(wanted) : [];
  return Object.fromEntries(
    stages.map(([stage, id]) => {
      const ids = trace.flatMap((entry) =>
        entry.stage === stage && entry.by !== null ? [entry.by.id] : [],
      );
      if (stage === 'gate' && gatedBy !== null) ids.push(gatedBy.id);
      const isThere = typeof id === 'string' && ids.includes(id);
      return [stage, isThere ? id : ids.length === 0 ? NONE : [...new Set(ids)].join(', ')];
    }),
  );
}

/** Whoever is on call is named as such unless the test names the person. */
function namesOf(destinations: readonly Destination[], wanted: ExpectedValue): readonly string[] {
  const names = new Set(textsIn(wanted));
  return destinations.map((destination) => {
    if (destination.kind === 'channel') return destination.channel;
    if (names.has(destination.person)) return destination.person;
    return `${destination.kind === 'lead' ? 'lead' : 'on-call'} of ${destination.team}`;
  });
}

function textsIn(value: ExpectedValue): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
}

function incidentFacts(incident: Incident, all: readonly Incident[]): ExpectedValue {
  const problems = Object.values(incident.problems);
  return {
    service: incident.services[0] ?? NONE,
    environment: incident.environment,
    severity: incident.severity,
    category: incident.category,
    state: incident.state,
    owner: incident.owner.team,
    problems: problems.length,
    firing: problems.filter((problem) => problem.state === 'firing').length,
    duplicate_of: serviceOf(incident.relations.duplicateOf, all),
    upstream: serviceOf(incident.relations.causedBy[0], all),
  };
}

function serviceOf(id: string | undefined, all: readonly Incident[]): string {
  const incident = all.find((one) => one.id === id);
  return incident?.services[0] ?? NONE;
}

function messageFacts(
  message: Message,
  all: readonly Incident[],
  wanted: ExpectedValue,
): ExpectedValue {
  const [to = NONE] = namesOf([message.destination], wanted);
  if (message.kind === 'call')
    return { event: message.event, about: serviceOf(message.incident, all), to, count: 1 };
  const count = message.counts.reduce((sum, one) => sum + one.count, 0);
  return { event: 'digest', about: NONE, to, count };
}
