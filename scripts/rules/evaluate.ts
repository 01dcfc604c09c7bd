// A signal → a decision with its trace. Pure: organisation, what is known of the past, the signal and its receipt.
import { groupOf } from '../correlation/group.ts';
import { changeKey, foldProblem, type Observation, occurredAt } from '../correlation/problem.ts';
import { isOver } from '../correlation/said.ts';
import type { Standing } from '../correlation/standing.ts';
import type { Decision, TraceEntry } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import {
  type GroupRule,
  type IncidentCategory,
  MOST_SETTLE_MS,
  type NotifyRule,
  type NotifyTarget,
  type SeverityRule,
} from '../model/rule.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import type { ProblemFacts, StandingProblem } from '../model/standing.ts';
import { askAlso, traceAlso } from './also.ts';
import { askCascade, type CascadeAnswer } from './cascade.ts';
import { worstOf } from './counting.ts';
import { deploymentOf } from './deployment.ts';
import { type ResolvedDestinations, resolveDestinations } from './destinations.ts';
import { recogniseEcho } from './echo.ts';
import { heldBy } from './held-signal.ts';
import { resolveEscalation } from './escalation.ts';
import { fieldReader, lastingFields, withSeverity } from './fields.ts';
import { traceLimit } from './limit.ts';
import { askGates, type Gates } from './gates.ts';
import type { FieldReader } from './match.ts';
import { pastFields } from './past.ts';
import { recognise, type Recognition } from './recognise.ts';
import { decideStage, type StageOptions } from './stage.ts';
import { traceOwner, traceStage } from './trace.ts';
import { resolveUpstream } from './upstream-owner.ts';

/** How to decide. */
export type EvaluationOptions = StageOptions & {
  /** Whether it was the first of its problem, for one that is decided about again. */
  readonly isFirst?: boolean;
};

/** Decides about one signal. The standing is what was known before it, and stays as it is; `remember` adds to it. Without `trace` rules are named, their neighbours not. */
export function evaluate(
  organisation: Organisation,
  standing: Standing,
  received: Observation,
  { isFirst, ...options }: EvaluationOptions = { trace: true },
): Decision {
  const begun = withKnownIdentity(standing, recognise(organisation, received));
  const { observation, environment, identity } = begun;
  const known = standing.problems.get(identity.id) ?? null;
  const key = changeKey(observation);
  const { problem, change } = foldProblem(known?.problem ?? null, observation, identity.id, key);
  const causes = { standing, problem, environment };
  const resolution = resolveUpstream(organisation, begun.resolution, causes);
  const recognised: Recognition = { ...begun, resolution };
  const { signal, source, receivedAt } = observation;
  const { rules } = organisation;
  const { service, owner } = resolution;
  const { team } = owner;
  const before = isFirst === true ? null : known;
  const place = { service, environment };
  const past = pastFields(organisation, standing, { observation, known: before, ...place });
  const early = fieldReader({ observation, resolution, environment, severity: null, past });
  const severity = decideStage<SeverityRule>(rules.severity, team, early, options);
  const level = severity.rule?.set ?? 'none';
  const read = withSeverity(early, level);
  const echo = recogniseEcho(signal);
  const grouping = decideStage<GroupRule>(rules.group, team, read, options);
  const group = groupOf(grouping.rule?.by ?? ['service', 'environment'], {
    source,
    service,
    undeclared: signal.service,
    environment,
    host: signal.host,
    product: owner.product,
    team,
    isUnowned: resolution.step === 'triage',
    labels: signal.labels,
  });
  const subject = {
    organisation,
    standing,
    problem,
    service,
    environment,
    team,
    read,
    ...options,
  };
  const gates = askGates({ ...subject, observation, severity: level, group });
  const worst = worstOf(gates.severities) ?? level;
  // Who is called follows from the worst of what a threshold brings along, whichever signal completes it.
  const opening = worst === level ? read : withSeverity(early, worst);
  const cascade = askCascade({ ...subject, read: opening, severity: worst });
  const call = callOf(organisation, recognised, opening, options);
  const wait = waitOf(worst, grouping.rule?.holdMs ?? 0, cascade);
  return {
    signal,
    source,
    receivedAt,
    key,
    problem,
    change,
    echoOf: echo.incident,
    environment,
    resolution,
    severity: worst,
    severities: { ...ownSeverity(observation, problem.id, level, known), ...gates.severities },
    category: categoryOf(rules.severity, team, early, severity.rule),
    gatedBy: gates.gatedBy,
    carries: gates.carries,
    carriedServices: servicesOf(standing, gates.carries),
    isFlapping: gates.isFlapping,
    cascade: cascade.cascade,
    cascadeRule: cascade.rule,
    group,
    reopenMs: grouping.rule?.reopenMs ?? 0,
    destinations: call.destinations,
    waitMs: wait.ms,
    escalation: call.escalation,
    limit: call.limit,
    mode: organisation.teams.get(team)?.mode ?? 'live',
    deployment: deploymentOf(organisation, observation, service),
    memory: {
      counts: gates.memory.counts,
      silences: gates.memory.silences,
      facts: {
        ...factsOf(recognised, level, read, gates),
        ...heldBy(gates.gatedBy, echo.incident, {
          ...received,
          isFirst: isFirst ?? known === null,
        }),
      },
    },
    trace: [
      ...recognised.trace.map((entry) => (options.trace ? entry : { ...entry, others: [] })),
      traceOwner(resolution, recognised.notes, options),
      traceStage('severity', severity, level),
      traceIdentity(recognised, `${problem.id}, ${CHANGE_WORDS[change]}`, options),
      ...echo.trace,
      gates.trace,
      ...cascade.trace,
      traceStage('group', grouping, group),
      ...call.trace,
      ...wait.trace,
    ],
  };
}

/** A signal that lacks what its problem was recognised by is about the firing one that came with the same key. */
function withKnownIdentity({ byOwnId, problems }: Standing, begun: Recognition): Recognition {
  const { identity } = begun;
  const known = byOwnId.get(identity.id);
  if (known === undefined || problems.get(identity.id)?.problem.state === 'firing') return begun;
  const note = 'the tool’s own key is that of a problem that fires';
  return { ...begun, identity: { ...identity, id: known, note } };
}

/** How bad a signal says that its problem is; nothing where that ended after it. */
function ownSeverity(
  observation: Observation,
  id: string,
  level: IncidentSeverity | 'none',
  known: StandingProblem | null,
): Decision['severities'] {
  const isTrigger = observation.signal.action === 'trigger';
  const isPast = isTrigger && known !== null && isOver(known.facts, occurredAt(observation));
  return level === 'none' || isPast ? {} : { [id]: level };
}

function servicesOf(
  { problems }: Standing,
  carries: Decision['carries'],
): Decision['carriedServices'] {
  const services = carries.flatMap(({ id }) => {
    const service = problems.get(id)?.facts.service ?? null;
    return service === null ? [] : [[id, service] as const];
  });
  return Object.fromEntries(services);
}

const CHANGE_WORDS: Readonly<Record<Decision['change'], string>> = {
  fires: 'begins to fire',
  recovers: 'recovers',
  repeats: 'says what was known',
  outdated: 'is older than what is known',
  unchanged: 'changes no state',
};

/** The category of the deciding rule, else of the first later rule that matches and names one. */
function categoryOf(
  rules: readonly SeverityRule[],
  team: string,
  read: FieldReader,
  decided: SeverityRule | null,
): IncidentCategory {
  if (decided?.category != null) return decided.category;
  return decideStage(namingRules(rules), team, read, { trace: false }).rule?.category ?? 'other';
}

const naming = new WeakMap<readonly SeverityRule[], readonly SeverityRule[]>();

/** The rules that name a category; made once for each list. */
function namingRules(rules: readonly SeverityRule[]): readonly SeverityRule[] {
  const known = naming.get(rules);
  if (known !== undefined) return known;
  const made = rules.filter((rule) => rule.category !== null);
  naming.set(rules, made);
  return made;
}

type Call = Pick<Decision, 'destinations' | 'escalation' | 'limit'> & {
  readonly trace: readonly TraceEntry[];
};

/** Whom to call, now and later. */
function callOf(
  organisation: Organisation,
  { observation: { receivedAt }, resolution }: Recognition,
  read: FieldReader,
  options: StageOptions,
): Call {
  const { rules } = organisation;
  const { team } = resolution.owner;
  const notify = decideStage<NotifyRule>(rules.notify, team, read, options);
  const also = askAlso(rules.also, team, read, options);
  const { to = [], escalate = null, limit = null } = notify.rule ?? {};
  const reach = (targets: readonly NotifyTarget[]): ResolvedDestinations =>
    resolveDestinations(organisation, targets, team, receivedAt);
  const called = reach([...to, ...also.matching.flatMap((rule) => rule.also)]);
  const escalation = resolveEscalation(organisation, escalate, team, receivedAt);
  const entry = traceStage('notify', notify, reach(to).told);
  const notes = (options.trace ? called.notes : []).map((text) => ({ text, place: null }));
  const besides = traceAlso(also, (rule) => reach(rule.also).told);
  return {
    destinations: called.resolved,
    escalation: escalation.steps,
    limit,
    trace: [
      { ...entry, others: [...entry.others, ...notes] },
      ...besides,
      ...traceLimit(notify.rule, read('incident_severity')),
      ...escalation.trace,
    ],
  };
}

/** How long the first call waits: for others of its group, and for what it needs to show that it fails. */
function waitOf(
  severity: IncidentSeverity | 'none',
  holdMs: number,
  { rule, trace }: CascadeAnswer,
): { readonly ms: number; readonly trace: readonly TraceEntry[] } {
  const settleMs = trace.length === 0 ? 0 : Math.min(rule.settleMs, MOST_SETTLE_MS);
  const waiting = Math.max(holdMs, settleMs);
  if (waiting === 0) return { ms: 0, trace: [] };
  const ms = severity === 'sev1' ? 0 : waiting;
  const why = holdMs >= settleMs ? 'for more of its group' : 'for what it needs to fail as well';
  const result = ms === 0 ? 'not at all, since it is sev1' : `${ms / 1000}s ${why}`;
  return { ms, trace: [{ stage: 'wait', result, by: null, others: [] }] };
}

function factsOf(
  { observation: { signal }, environment, resolution }: Recognition,
  severity: IncidentSeverity | 'none',
  read: FieldReader,
  { memory }: Gates,
): ProblemFacts {
  return {
    service: resolution.service,
    environment,
    fields: lastingFields(signal, read),
    severity,
    isLive: false,
    heldBy: memory.heldBy,
    recoveredAt: null,
  };
}

function traceIdentity(
  { identity }: Recognition,
  result: string,
  { trace }: StageOptions,
): TraceEntry {
  const { rule, note } = identity;
  const others = note === null || !trace ? [] : [{ text: note, place: null }];
  return traceStage('identity', { rule, others }, result);
}
