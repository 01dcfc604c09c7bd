// Rules whose signals would reach nobody, now or in the coming weeks, each with a signal that shows it. Who is reached
// says the function that says it when something burns.
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { addMs, DAY_MS, type Instant } from '../../model/instant.ts';
import type { Interval } from '../../model/interval.ts';
import type { Organisation } from '../../model/organisation.ts';
import type { Service } from '../../model/ownership.ts';
import type { NotifyRule, NotifyTarget } from '../../model/rule.ts';
import { endOf, isWithin } from '../../oncall/interval.ts';
import type { Domains } from '../../rules/analysis/domain.ts';
import { exampleOf, type Shape, shapeOf } from '../../rules/analysis/shape.ts';
import { opposite } from '../../rules/analysis/week.ts';
import { resolveDestinations } from '../../rules/destinations.ts';
import { type FieldReader, holds } from '../../rules/match.ts';
import { matchingRules } from '../../rules/matching.ts';
import { decideStage } from '../../rules/stage.ts';
import { finding } from '../finding.ts';

/** Looks for signals of which nobody hears: of every service and severity, and one for each rule. Almost always every team can be reached, and nothing more is asked. */
export function checkReach(
  organisation: Organisation,
  domains: Domains,
  now: Instant,
): readonly Diagnostic[] {
  const moments = momentsOf(organisation, now);
  if (moments.length === 0) return [];
  const untold = new Map<NotifyRule, Diagnostic>();
  const examples = [
    ...servicesOf(organisation),
    ...organisation.rules.notify.flatMap((rule) => examplesOf(organisation, rule, domains)),
  ];
  for (const at of moments) {
    for (const example of examples) {
      const rule = decided(organisation, example, at);
      if (rule !== null && !untold.has(rule) && isUntold(organisation, example, rule, at))
        untold.set(rule, nobody(rule, inWords(example), at === now ? null : at));
    }
  }
  return [...untold.values()];
}

/** How far ahead is looked. */
const AHEAD_MS = 28 * DAY_MS;

/** The first instant of each state of things in which a team is out of reach: which teams are, and which rules ask for that time. */
function momentsOf(organisation: Organisation, now: Instant): readonly Instant[] {
  const teams = [...organisation.teams.keys()];
  const target: NotifyTarget = { kind: 'on_call' };
  const outOfReach = (at: Instant): readonly string[] =>
    teams.filter(
      (team) => resolveDestinations(organisation, [target], team, at).resolved.length === 0,
    );
  const beginnings = [
    ...new Set([now, ...teams.flatMap((team) => endsOf(organisation, team, now))]),
  ]
    .toSorted()
    .filter((at) => outOfReach(at).length > 0);
  const intervals = intervalsOf(organisation);
  const last = beginnings.at(-1);
  const changes =
    last === undefined
      ? []
      : intervals.flatMap((interval) => changesOf(interval, now, addMs(last, WEEK_MS)));
  const moments = new Map<string, Instant>();
  for (const at of [...new Set([...beginnings, ...changes])].toSorted()) {
    const out = outOfReach(at);
    const state = JSON.stringify([out, intervals.map((interval) => isWithin(interval, at))]);
    if (out.length > 0 && !moments.has(state)) moments.set(state, at);
  }
  return [...moments.values()];
}

/** The times for which rules about whom to call ask. */
function intervalsOf({ rules }: Organisation): readonly Interval[] {
  const asked = [...rules.notify, ...rules.also].flatMap(({ when }) => when);
  return [...new Set(asked.flatMap((each) => (each.kind === 'during' ? [each.interval] : [])))];
}

/** When a part of the week begins or ends from an instant to another one. */
function changesOf(interval: Interval, from: Instant, until: Instant): readonly Instant[] {
  const found: Instant[] = [];
  for (let at: Instant | null = from; at !== null && at <= until;) {
    if (at !== from) found.push(at);
    at = endOf(isWithin(interval, at) ? interval : opposite(interval), at);
  }
  return found;
}

const WEEK_MS = 7 * DAY_MS;

/** When somebody stops standing in, which is when nobody may be left; a rotation that began goes on. */
function endsOf(
  { teams, schedules }: Organisation,
  team: string,
  now: Instant,
): readonly Instant[] {
  const id = teams.get(team)?.schedule ?? null;
  const overrides = (id === null ? undefined : schedules.get(id))?.overrides ?? [];
  const last = addMs(now, AHEAD_MS);
  return overrides.flatMap(({ until }) => (now < until && until <= last ? [until] : []));
}

/** A signal as far as rules can ask about it. */
type Example = {
  readonly team: string;
  readonly fields: ReadonlyMap<string, string>;
  /** The rule it is to show; null for one that shows whatever decides it. */
  readonly of: NotifyRule | null;
  /** Whether the rule asks for more, of which no example can be given: a regular expression. */
  readonly isPart: boolean;
};

const SEVERITIES = [
  ['sev1', 'critical'],
  ['sev2', 'high'],
  ['sev3', 'medium'],
  ['sev4', 'low'],
] as const;

/** A plain signal of every service, whoever has a function in it, environment and severity. */
function servicesOf(organisation: Organisation): readonly Example[] {
  const { environments } = organisation.settings;
  return [...organisation.services.values()].flatMap((service) =>
    cellsOf(organisation, service).flatMap(([discipline, team]) =>
      environments.flatMap((environment) =>
        SEVERITIES.map(([severity, word]): Example => {
          const { id, product } = service;
          const place = { service: id, function: discipline, product, environment };
          const fields = { ...PLAIN, ...place, incident_severity: severity, severity: word };
          return {
            team,
            fields: new Map(Object.entries({ ...fields, team })),
            of: null,
            isPart: false,
          };
        }),
      ),
    ),
  );
}

const PLAIN = { kind: 'problem', action: 'trigger' } as const;

function cellsOf(
  { products, settings, functions }: Organisation,
  { teams, product, unowned }: Service,
): readonly (readonly [string, string])[] {
  const fallback = products.find(({ id }) => id === product)?.fallback ?? {};
  const known = Object.entries(unowned === null ? { ...fallback, ...teams } : {});
  return known.length > 0 ? known : [[functions[0]?.id ?? 'operations', settings.triage]];
}

/** A signal of each team that a rule may decide. */
function examplesOf(
  organisation: Organisation,
  rule: NotifyRule,
  domains: Domains,
): readonly Example[] {
  const own: Shape = shapeOf(rule, domains);
  const asked = own.get('team');
  const whole = exampleOf(own);
  const told = new Map([...own].filter(([, condition]) => condition.kind !== 'regex'));
  const given = whole ?? exampleOf(told);
  if (given === null) return [];
  return [...organisation.teams.keys()].flatMap((team) => {
    if (asked?.kind === 'any_of' && !asked.values.includes(team)) return [];
    const service = [...organisation.services.values()].find((entry) =>
      Object.values(entry.teams).includes(team),
    );
    const fields = new Map([
      ...Object.entries(PLAIN),
      ['environment', organisation.settings.defaultEnvironment],
      ['incident_severity', 'sev1'],
      ...(service === undefined ? [] : [['service', service.id] as const]),
      ...given,
      ['team', team],
    ]);
    return [{ team, fields, of: rule, isPart: whole === null }];
  });
}

function decided(
  { rules }: Organisation,
  { team, fields, of, isPart }: Example,
  at: Instant,
): NotifyRule | null {
  if (isPart) return of !== null && isAskedAt(of, at) ? of : null;
  const read = readerAt(fields, at);
  const { rule } = decideStage<NotifyRule>(rules.notify, team, read, { trace: false });
  return of === null || of === rule ? rule : null;
}

function isAskedAt({ when }: NotifyRule, at: Instant): boolean {
  return when.every((condition) => condition.kind !== 'during' || holds(condition, at));
}

function readerAt(fields: Example['fields'], at: Instant): FieldReader {
  return (field) => (field === 'during' ? at : (fields.get(field) ?? null));
}

function isUntold(
  organisation: Organisation,
  { team, fields, isPart }: Example,
  rule: NotifyRule,
  at: Instant,
): boolean {
  const all = organisation.rules.also;
  const also = isPart
    ? all.filter((each) => each.team === null || each.team === team)
    : matchingRules(all, team, readerAt(fields, at));
  const targets = [...rule.to, ...also.flatMap((each) => each.also)];
  return resolveDestinations(organisation, targets, team, at).resolved.length === 0;
}

function inWords({ fields }: Example): string {
  const shown = [...fields].filter(([field]) => !Object.hasOwn(PLAIN, field));
  return shown.map(([field, value]) => `${field}=${value.slice(0, 40)}`).join(' ');
}

function nobody(rule: NotifyRule, signal: string, at: Instant | null): Diagnostic {
  const when = at === null ? '' : ` from ${at.slice(0, 16)}Z on`;
  return finding(
    'route-nobody',
    rule.place,
    `unexpected rule \`${rule.id}\` that tells nobody of \`${signal}\`${when}, expected a person or a channel`,
    'give the team a `schedule` with somebody on call or a `channel`, or add a `channel` to the rule or to the triage team',
  );
}
