// `/split`: one incident was two. The service gets an incident of its own, with its problems.
import { calledBy } from '../../response/called.ts';
import type { Effect, FrontMatterValue, IncidentEdit } from '../../model/effect.ts';
import { type Incident, isActive, serviceOf } from '../../model/incident.ts';
import { earlierOf, utcDay } from '../../model/instant.ts';
import { isMajor } from '../../model/severity.ts';
import { renderIncident } from '../../incidents/render.ts';
import { set } from '../../response/change.ts';
import { calmWithout } from '../../response/recover.ts';
import { linkTo } from '../../response/links.ts';
import { componentOf, freeId } from '../../response/open.ts';
import { ownerOfService } from '../../response/policy.ts';
import { statusOf } from '../../response/public-words.ts';
import { plainMarkdown } from '../../text/plain-markdown.ts';
import { callTeam, reachWords } from '../call-team.ts';
import { line, refused, remarks, type Result, type Situation } from '../situation.ts';
import { firstWord, hint, quoted } from '../words.ts';
import { overWords } from './over.ts';

/** `/split`. */
export function split(situation: Situation, argument: string): Result {
  const { incident, organisation, book, now } = situation;
  const [word] = firstWord(argument);
  if (!isActive(incident)) return refused(overWords(incident, 'split'));
  if (!incident.services.includes(word))
    return refused(
      word === ''
        ? 'Which service is missing: `/split ledger-db`.'
        : `${quoted(word)} is no service of this incident. ${hint(word, incident.services)}`,
    );
  if (incident.services.length === 1)
    return refused(`${quoted(word)} is its only service: there is nothing to split.`);
  const owner = ownerOfService(organisation, word);
  if (owner === null)
    return refused(`${quoted(word)} is in no file of \`ownership/products\` any more.`);
  const id = freeId(`${utcDay(now)}-${word}`, book.ids);
  const team = organisation.teams.get(owner.team);
  const isNews = owner.team !== incident.owner.team && team !== undefined;
  const subject = { organisation, incident: { id, severity: incident.severity }, now };
  const call = isNews ? callTeam(subject, team, 'declared', situation.key) : null;
  const names = calledBy(call?.effects ?? []);
  const called = names.length === 0 ? undefined : names;
  const opened: Effect = {
    kind: 'open_incident',
    id,
    text: renderIncident({
      frontMatter: { ...frontMatterOf(situation, word, { ...owner }), called },
      updates: [],
      timeline: {
        at: now,
        text: `[split] from ${linkTo(incident.id)} by @${plainMarkdown(situation.speaker.login)}: ${incident.severity}, owner ${owner.team}`,
        key: `${situation.key}-of`,
      },
      signal: `split from ${incident.id}`,
      trace: `owner  ${owner.team} by ${word}\nsplit  from ${incident.id}`,
    }),
  };
  return {
    kind: 'done',
    event: 'split',
    text: `\`${word}\` → \`${id}\`, owner ${owner.team}${call === null ? '' : `; ${reachWords(call.told)}`}`,
    ...remarks(remainder(situation, word), unseenPart(situation, word, id)),
    edits: [...leaving(situation, word), line(situation, `[split] ${word} → ${linkTo(id)} by`)],
    effects: [opened, ...(call?.effects ?? [])],
  };
}

/** That the owner has no part in what is left, which only people hand over. */
function remainder({ organisation, incident }: Situation, service: string): string {
  const left = incident.services.filter((id) => id !== service);
  const teams = left.flatMap((id) => ownerOfService(organisation, id)?.team ?? []);
  const { team } = incident.owner;
  const hadIt = ownerOfService(organisation, service)?.team === team;
  const [first] = teams;
  if (!hadIt || first === undefined || teams.includes(team)) return '';
  return `Team \`${team}\` has no part in what is left here, ${left.map(quoted).join(', ')}: hand it over with \`/delegate ${first}\`.`;
}

/** Customers go on reading of it here, until somebody says here that it works again. */
function unseenPart({ organisation, incident }: Situation, service: string, id: string): string {
  const component = componentOf(organisation, service, incident.environment);
  const status = component === null ? undefined : incident.components[component.id];
  const isSeen = incident.public?.visibility === 'public';
  return isSeen && component !== null && status !== undefined && status !== 'operational'
    ? `Customers do not see \`${id}\`: say \`/publish\` there before they read here that \`${component.id}\` works again.`
    : '';
}

function frontMatterOf(
  { organisation, incident, now }: Situation,
  service: string,
  {
    team,
    function: discipline,
    product,
  }: { readonly team: string; readonly function: string; readonly product: string | null },
): Parameters<typeof renderIncident>[0]['frontMatter'] {
  const { severity, category, environment } = incident;
  const component = componentOf(organisation, service, environment);
  const own = problemsOf(incident, service);
  const isOver = own.length > 0 && own.every(([, { state }]) => state === 'recovered');
  const status = isOver
    ? 'operational'
    : ((component === null ? undefined : incident.components[component.id]) ?? statusOf(severity));
  const problems = Object.fromEntries(
    own.map(([id, problem]): [string, FrontMatterValue] => {
      const { service: _service, upstream: _upstream, ...rest } = problem;
      return [id, rest];
    }),
  );
  const detected = incident.at.detected ?? now;
  return {
    title: `${service} in ${environment}: ${category}`,
    state: isOver ? 'monitoring' : isMajor(severity) ? 'investigating' : 'triage',
    severity,
    category,
    environment,
    owner: { team, function: discipline, ...(product === null ? {} : { product }) },
    services: [service],
    components: component === null || status === null ? undefined : { [component.id]: status },
    at: {
      started: earlierOf(incident.at.started ?? detected, detected),
      detected,
      declared: now,
      ...(isOver ? { mitigated: now } : {}),
    },
    problems: Object.keys(problems).length === 0 ? undefined : problems,
    // What is confidential stays so in both of its parts.
    public: incident.public?.visibility === 'restricted' ? { visibility: 'restricted' } : undefined,
    relations: undefined,
  };
}

function problemsOf(
  incident: Incident,
  service: string,
): readonly (readonly [string, Incident['problems'][string]])[] {
  return Object.entries(incident.problems).filter(
    ([, problem]) => serviceOf(incident, problem) === service,
  );
}

/** What the first incident loses; problems that named no service keep the one that they meant. */
function leaving(
  { organisation, incident, now }: Situation,
  service: string,
): readonly IncidentEdit[] {
  const gone = new Set(problemsOf(incident, service).map(([id]) => id));
  const services = incident.services.filter((id) => id !== service);
  const component = componentOf(organisation, service, incident.environment);
  const isShown = component !== null && incident.components[component.id] !== undefined;
  return [
    ...[...gone].map((id): IncidentEdit => ({ kind: 'unset', path: ['problems', id] })),
    set(['services'], services),
    // What the public sees is taken back by people, with words.
    ...(isShown && incident.public?.visibility !== 'public'
      ? [{ kind: 'unset' as const, path: ['components', component.id] }]
      : []),
    ...calmWithout(organisation, { ...incident, services }, { gone, now }),
  ];
}
