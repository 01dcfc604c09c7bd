// A decision that opens an incident → the whole new file.
import { unownedName } from '../correlation/group.ts';
import { type NewIncidentFile, renderIncident } from '../incidents/render.ts';
import type { Component } from '../model/component.ts';
import type { Decision } from '../model/decision.ts';
import type { Effect, FrontMatterValue } from '../model/effect.ts';
import type { Update } from '../model/incident.ts';
import { earlierOf, type Instant, utcDay } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { type IncidentSeverity, isMajor } from '../model/severity.ts';
import { renderTrace } from '../rules/explain.ts';
import { escalationRows } from './escalation-text.ts';
import { calledBy } from './called.ts';
import { notificationOf } from './notification.ts';
import { firstStart, openingProblems, openingServices, thresholdWords } from './problem-entry.ts';
import { isReport, keptTrace, nameOfProblem, ticketOf } from './report.ts';
import { automaticTitle, failingWords, statusOf } from './public-words.ts';
import type { Response, Situation } from './response.ts';
import { pathInWords } from './upstream.ts';
import { describeSignal } from './signal-text.ts';
import { describeSuspects, suspectedChange } from './suspect-text.ts';

/** A decision whose severity opens something. */
export type OpeningDecision = Decision & { readonly severity: IncidentSeverity };

/** Opens an incident under an id that is free. */
export function openIncident({
  organisation,
  book,
  decision,
  now,
}: Situation<OpeningDecision>): Response {
  const { resolution, severity } = decision;
  const name = resolution.service ?? unownedName(decision.source);
  const id = freeId(`${utcDay(now)}-${name}`, book.ids);
  // Written when it is asked for: a replay of thousands of signals never does.
  const effect: Effect = {
    kind: 'open_incident',
    id,
    get text() {
      return renderIncident(newIncidentFile(organisation, decision, now));
    },
  };
  return {
    outcome: { kind: 'applied', incident: id },
    effects: [effect, ...notificationOf({ id, severity }, 'opened', decision)],
  };
}

/** The front matter of a new incident; undefined entries are left out. */
export function newFrontMatter(
  organisation: Organisation,
  decision: OpeningDecision,
  now: Instant,
): NewIncidentFile['frontMatter'] {
  const { severity, category, environment } = decision;
  const services = openingServices(decision);
  const calls = calledBy(notificationOf({ id: '', severity }, 'opened', decision));
  const detected = earlierOf(decision.receivedAt, now);
  const face = publicFace(organisation, decision, now);
  return {
    title: titleOf(decision),
    state: isMajor(severity) ? 'investigating' : 'triage',
    severity,
    category,
    environment,
    group: decision.group,
    owner: ownerOf(decision),
    services: services.length === 0 ? undefined : services,
    ...face.frontMatter,
    at: { started: earlierOf(firstStart(decision), detected), detected, declared: now },
    problems: openingProblems(decision),
    tickets: ticketsOf(decision),
    called: calls.length === 0 ? undefined : calls,
    change: suspectedChange(decision.suspects ?? []),
  };
}

function newIncidentFile(
  organisation: Organisation,
  decision: OpeningDecision,
  now: Instant,
): NewIncidentFile {
  const { resolution, severity } = decision;
  return {
    frontMatter: newFrontMatter(organisation, decision, now),
    updates: publicFace(organisation, decision, now).updates,
    timeline: {
      at: now,
      text: `[opened] ${nameOfProblem(decision)} ${isReport(decision) ? "is a customer's report" : 'reports a problem'}: ${severity}, owner ${resolution.owner.team} by ${resolution.step}${thresholdWords(decision)}${causeWords(decision)}`,
      key: decision.key,
    },
    suspects: describeSuspects(decision.suspects ?? []),
    signal: describeSignal(decision),
    trace: [renderTrace(keptTrace(decision)), ...escalationRows(decision, now)].join('\n'),
  };
}

/** Its cause may fail without an incident, as when people ended that one. */
function causeWords({ cascade }: Decision): string {
  return cascade === null ? '' : `, explained by ${pathInWords(cascade.path)}`;
}

function ticketsOf(decision: Decision): readonly string[] | undefined {
  const ticket = isReport(decision) ? ticketOf(decision) : null;
  return ticket === null ? undefined : [ticket];
}

/** Made of ids and names only, and short enough whatever they are. */
function titleOf({ resolution, source, environment, category, signal }: Decision): string {
  if (signal.vendor === OWN_VENDOR) return signal.title;
  const what =
    resolution.service ?? undeclaredName(signal.service) ?? `Unowned signal of ${source}`;
  const where = ` in ${environment}: ${category}`;
  return `${what.slice(0, MOST_TITLE - where.length)}${where}`;
}

/** A tool's name for a service, where it is a name and no sentence. */
function undeclaredName(name: string | null): string | null {
  return name !== null && /^[A-Za-z0-9][\w.-]{0,39}$/.test(name) ? `${name} (not declared)` : null;
}

const MOST_TITLE = 120;

/** Signals of Tocsin itself, whose words are ours. */
const OWN_VENDOR = 'tocsin';

/** The component that an incident of a decision shows on; null outside the first environment. */
export function componentOf(
  organisation: Organisation,
  service: string | null,
  environment: string,
): Component | null {
  if (service === null || environment !== organisation.settings.defaultEnvironment) return null;
  return organisation.services.get(service)?.component ?? null;
}

type PublicFaceOfNew = {
  readonly frontMatter: Readonly<Record<string, FrontMatterValue>>;
  readonly updates: readonly Update[];
};

function publicFace(
  organisation: Organisation,
  decision: OpeningDecision,
  now: Instant,
): PublicFaceOfNew {
  const component = componentOf(organisation, decision.resolution.service, decision.environment);
  const status = statusOf(decision.severity);
  if (component === null || status === null) return { frontMatter: {}, updates: [] };
  const components = { components: { [component.id]: status } };
  if (component.publish === 'manual') return { frontMatter: components, updates: [] };
  return {
    frontMatter: {
      ...components,
      public: {
        visibility: 'public',
        status: 'investigating',
        title: automaticTitle(component, status),
      },
    },
    updates: [{ at: now, status: 'investigating', text: failingWords(component, status) }],
  };
}

function ownerOf(decision: Decision): FrontMatterValue {
  const { team, function: discipline, product } = decision.resolution.owner;
  return product === null
    ? { team, function: discipline }
    : { team, function: discipline, product };
}

/** The wanted id, or the first one with a number behind it that nobody used. */
export function freeId(wanted: string, ids: ReadonlySet<string>): string {
  if (!ids.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const id = `${wanted}-${number}`;
    if (!ids.has(id)) return id;
  }
}
