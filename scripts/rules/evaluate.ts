// A signal → a decision with its trace. Pure: organisation, what is known of the past, the signal and its receipt.
import type { Observation } from '../correlation/problem.ts';
import type { Standing } from '../correlation/standing.ts';
import type { Decision, TraceEntry } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import { MOST_SETTLE_MS } from '../model/rule.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import type { ProblemFacts } from '../model/standing.ts';
import { type Call, callOf } from './call.ts';
import { askCascade, type CascadeAnswer } from './cascade.ts';
import { worstOf } from './counting.ts';
import { deploymentOf } from './deployment.ts';
import { type Echo, recogniseEcho } from './echo.ts';
import { lastingFields } from './fields.ts';
import { askGates, type Gates } from './gates.ts';
import { type Grade, gradeOf, ownSeverity } from './grade.ts';
import { type Grouping, groupingOf } from './grouping.ts';
import { heldBy } from './held-signal.ts';
import type { Recognition } from './recognise.ts';
import type { StageOptions } from './stage.ts';
import { type Subject, subjectOf } from './subject.ts';
import { traceOwner, traceStage } from './trace.ts';

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
  const subject = subjectOf(organisation, standing, received);
  const { recognition, problem, known } = subject;
  const { observation, environment, resolution } = recognition;
  const answers = askStages(subject, isFirst === true ? null : known, options);
  const { echo, grade, grouping, gates, cascade, call, wait } = answers;
  const heldAs = { ...received, isFirst: isFirst ?? known === null };
  return {
    signal: observation.signal,
    source: observation.source,
    receivedAt: observation.receivedAt,
    key: subject.key,
    problem,
    change: subject.change,
    echoOf: echo.incident,
    environment,
    resolution,
    severity: answers.severity,
    severities: { ...ownSeverity(subject, grade.severity), ...gates.severities },
    category: grade.category,
    gatedBy: gates.gatedBy,
    carries: gates.carries,
    carriedServices: servicesOf(standing, gates.carries),
    isFlapping: gates.isFlapping,
    cascade: cascade.cascade,
    cascadeRule: cascade.rule,
    group: grouping.group,
    reopenMs: grouping.reopenMs,
    destinations: call.destinations,
    waitMs: wait.ms,
    escalation: call.escalation,
    limit: call.limit,
    mode: organisation.teams.get(resolution.owner.team)?.mode ?? 'live',
    deployment: deploymentOf(organisation, observation, resolution.service),
    memory: {
      counts: gates.memory.counts,
      silences: gates.memory.silences,
      facts: {
        ...factsOf(recognition, grade, gates),
        ...heldBy(gates.gatedBy, echo.incident, heldAs),
      },
    },
    trace: [
      ...traceSubject(subject, grade, options),
      ...echo.trace,
      gates.trace,
      ...cascade.trace,
      grouping.trace,
      ...call.trace,
      ...wait.trace,
    ],
  };
}

/** What the stages answered. */
type Answers = {
  readonly echo: Echo;
  readonly grade: Grade;
  readonly grouping: Grouping;
  readonly gates: Gates;
  /** The worst of what a threshold brings along with the signal: whom to call follows from it. */
  readonly severity: Decision['severity'];
  readonly cascade: CascadeAnswer;
  readonly call: Call;
  readonly wait: Wait;
};

/** Asks the stages in their order; each may ask for what those before it answered. */
function askStages(subject: Subject, before: Subject['known'], options: StageOptions): Answers {
  const { organisation, standing, recognition, problem } = subject;
  const { observation, environment, resolution } = recognition;
  const { service, owner } = resolution;
  const grade = gradeOf(subject, before, options);
  const grouping = groupingOf(subject, grade.read, options);
  const place = { organisation, standing, problem, service, environment, ...options };
  const query = { ...place, team: owner.team, read: grade.read, severity: grade.severity };
  const gates = askGates({ ...query, observation, group: grouping.group });
  const severity = worstOf(gates.severities) ?? grade.severity;
  const read = severity === grade.severity ? grade.read : grade.readAs(severity);
  const cascade = askCascade({ ...query, read, severity });
  return {
    echo: recogniseEcho(observation.signal),
    grade,
    grouping,
    gates,
    severity,
    cascade,
    call: callOf(subject, read, options),
    wait: waitOf(severity, grouping.holdMs, cascade),
  };
}

/** What was said, of what, by whom it is owned and how bad it is. */
function traceSubject(
  { recognition, problem, change }: Subject,
  grade: Grade,
  options: StageOptions,
): readonly TraceEntry[] {
  return [
    ...recognition.trace.map((entry) => (options.trace ? entry : { ...entry, others: [] })),
    traceOwner(recognition.resolution, recognition.notes, options),
    grade.trace,
    traceIdentity(recognition, `${problem.id}, ${CHANGE_WORDS[change]}`, options),
  ];
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

/** How long the first call waits, with the trace of it. */
type Wait = { readonly ms: number; readonly trace: readonly TraceEntry[] };

/** How long the first call waits: for others of its group, and for what it needs to show that it fails. */
function waitOf(
  severity: IncidentSeverity | 'none',
  holdMs: number,
  { rule, trace }: CascadeAnswer,
): Wait {
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
  { severity, read }: Grade,
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
