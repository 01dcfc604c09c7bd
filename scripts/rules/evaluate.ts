// A signal → a decision with its trace. Pure: organisation, what is known of the problem, the signal and its receipt.
import { groupOf } from '../correlation/group.ts';
import { changeKey, foldProblem, type Observation } from '../correlation/problem.ts';
import type { Decision, OwnerResolution, TraceEntry } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Problem } from '../model/problem.ts';
import type {
  GateRule,
  GroupRule,
  IncidentCategory,
  NotifyRule,
  Rule,
  SeverityRule,
} from '../model/rule.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import { resolveOwner } from '../ownership/resolve.ts';
import { deploymentOf } from './deployment.ts';
import { resolveDestinations } from './destinations.ts';
import { recogniseEcho } from './echo.ts';
import { findEnvironment } from './environment.ts';
import { extractFacts } from './extract.ts';
import { type FieldReader } from './match.ts';
import { decideStage, type StageAnswer } from './stage.ts';

/** Decides about one signal. `known` is the state of its problem before it. */
export function evaluate(
  organisation: Organisation,
  known: Problem | null,
  received: Observation,
): Decision {
  const extraction = extractFacts(organisation, received.signal);
  const observation: Observation = { ...received, signal: extraction.signal };
  const { signal, source } = observation;
  const environment = environmentOf(organisation, observation);
  const resolution = resolveOwner(organisation, withDefaults(organisation, observation));
  const { rules } = organisation;
  const team = resolution.owner.team;
  const read = fieldReader(observation, resolution, environment.name, null);
  const severity = decideStage<SeverityRule>(rules.severity, team, read);
  const level = severity.rule?.set ?? 'none';
  const readAll = fieldReader(observation, resolution, environment.name, level);
  const { problem, change } = foldProblem(known, observation);
  const echo = recogniseEcho(signal);
  const gate = decideStage<GateRule>(rules.gate, team, readAll);
  const group = decideStage<GroupRule>(rules.group, team, readAll);
  const groupKey = groupOf(group.rule?.by ?? ['service', 'environment'], {
    source,
    service: resolution.service,
    environment: environment.name,
    host: signal.host,
    product: resolution.owner.product,
    team,
    labels: signal.labels,
  });
  const notify = decideStage<NotifyRule>(rules.notify, team, readAll);
  const destinations = resolveDestinations(
    organisation,
    notify.rule?.to ?? [],
    team,
    observation.receivedAt,
  );
  return {
    signal,
    source,
    receivedAt: observation.receivedAt,
    key: changeKey(observation),
    problem,
    change,
    echoOf: echo.incident,
    environment: environment.name,
    resolution,
    severity: level,
    category: categoryOf(rules.severity, team, read, severity.rule),
    gate: gate.rule?.action ?? 'open',
    gatedBy:
      gate.rule?.action === 'record'
        ? { kind: 'action', id: gate.rule.id, place: gate.rule.place }
        : null,
    carries: [],
    isFlapping: false,
    cascade: null,
    cascadeRule: { graceMs: 300_000, adoptMs: 900_000 },
    group: groupKey,
    reopenMs: group.rule?.reopenMs ?? 0,
    destinations: destinations.resolved,
    waitMs: 0,
    escalation: [],
    limit: notify.rule?.limit ?? null,
    mode: organisation.teams.get(team)?.mode ?? 'live',
    deployment: deploymentOf(organisation, observation, resolution.service),
    trace: [
      ...extraction.trace,
      traceOwner(resolution, [
        ...strangers(organisation, signal),
        ...(environment.note === null ? [] : [environment.note]),
      ]),
      traceStage('severity', severity, level),
      { stage: 'identity', result: `${problem.id}, ${CHANGE_WORDS[change]}`, by: null, others: [] },
      ...echo.trace,
      traceStage('gate', gate, gate.rule?.action ?? 'open'),
      traceStage('group', group, groupKey),
      {
        ...traceStage('notify', notify, destinations.told),
        others: [...notify.others, ...destinations.notes.map((text) => ({ text, place: null }))],
      },
    ],
  };
}

const CHANGE_WORDS: Readonly<Record<Decision['change'], string>> = {
  fires: 'begins to fire',
  recovers: 'recovers',
  repeats: 'says what was known',
  outdated: 'is older than what is known',
  unchanged: 'changes no state',
};

function withDefaults(
  organisation: Organisation,
  { signal, source }: Observation,
): Observation['signal'] {
  const service = organisation.sources.get(source)?.defaults.service ?? null;
  return signal.service === null && service !== null ? { ...signal, service } : signal;
}

function environmentOf(
  organisation: Organisation,
  { signal, source }: Observation,
): { readonly name: string; readonly note: string | null } {
  const { settings } = organisation;
  const fallback =
    organisation.sources.get(source)?.defaults.environment ?? settings.defaultEnvironment;
  if (signal.environment === null)
    return { name: fallback, note: `environment ${fallback} by default` };
  const known = findEnvironment(settings, signal.environment);
  return known === null
    ? {
        name: fallback,
        note: `environment ${fallback}, since \`${signal.environment.slice(0, 60)}\` is none of ${settings.environments.join(', ')}`,
      }
    : { name: known, note: null };
}

/** Reads fields as rules name them; what was resolved goes before what the signal claims. */
export function fieldReader(
  { signal, source, receivedAt }: Observation,
  resolution: OwnerResolution,
  environment: string,
  severity: IncidentSeverity | 'none' | null,
): FieldReader {
  const fields: Readonly<Record<string, string | null>> = {
    source,
    vendor: signal.vendor,
    kind: signal.kind,
    action: signal.action,
    severity: signal.severity,
    severity_raw: signal.severityRaw,
    incident_severity: severity,
    status: signal.status,
    environment,
    service: resolution.service ?? signal.service,
    team: resolution.owner.team,
    function: resolution.owner.function,
    product: resolution.owner.product,
    host: signal.host,
    title: signal.title,
    count: signal.count === null ? null : String(signal.count),
    during: signal.action === 'resolve' ? null : receivedAt,
  };
  return (field) => {
    if (field.startsWith('label.')) {
      const name = field.slice('label.'.length);
      return Object.hasOwn(signal.labels, name) ? (signal.labels[name] ?? null) : null;
    }
    return Object.hasOwn(fields, field) ? (fields[field] ?? null) : null;
  };
}

/** The category of the deciding rule, else of the first later rule that matches and names one. */
function categoryOf(
  rules: readonly SeverityRule[],
  team: string,
  read: FieldReader,
  decided: SeverityRule | null,
): IncidentCategory {
  if (decided?.category != null) return decided.category;
  const naming = rules.filter((rule) => rule.category !== null);
  return decideStage(naming, team, read).rule?.category ?? 'other';
}

/** What a signal names and nobody declared. */
function strangers(
  organisation: Organisation,
  { team, product, function: discipline }: Observation['signal'],
): readonly string[] {
  const claims = [
    { what: 'team', name: team, isKnown: team === null || organisation.teams.has(team) },
    {
      what: 'product',
      name: product,
      isKnown: product === null || organisation.products.some((known) => known.id === product),
    },
    {
      what: 'function',
      name: discipline,
      isKnown:
        discipline === null || organisation.functions.some((known) => known.id === discipline),
    },
  ];
  return claims.flatMap(({ what, name, isKnown }) =>
    isKnown || name === null ? [] : [`${what} \`${name.slice(0, 60)}\` is not declared`],
  );
}

function traceOwner(resolution: OwnerResolution, notes: readonly string[]): TraceEntry {
  const { owner, service, step, confidence } = resolution;
  const cell = [owner.team, owner.function, owner.product]
    .filter((part) => part !== null)
    .join('/');
  const others = resolution.runnersUp.map((candidate) => ({
    text: `${candidate.owner.team} ${candidate.confidence.toFixed(2)} by ${candidate.step}${candidate.service === null || candidate.service === service ? '' : `, service ${candidate.service}`}`,
    place: candidate.place,
  }));
  return {
    stage: 'owner',
    result: `${cell} ${confidence.toFixed(2)} by ${step}${service === null ? '' : `, service ${service}`}`,
    by: resolution.place === null ? null : { id: service ?? owner.team, place: resolution.place },
    others: [...others, ...notes.map((text) => ({ text, place: null }))],
  };
}

function traceStage(
  stage: TraceEntry['stage'],
  answer: StageAnswer<Rule>,
  result: string,
): TraceEntry {
  return {
    stage,
    result,
    by: answer.rule === null ? null : { id: answer.rule.id, place: answer.rule.place },
    others: answer.others,
  };
}
