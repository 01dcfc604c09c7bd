import { resolve } from 'node:path';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import type { OwnerCandidate, OwnerResolution } from '../model/decision.ts';
import { type Instant, instantFromMs, parseInstant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Place } from '../model/place.ts';
import { personOnCall } from '../oncall/schedule.ts';
import { countActivity } from '../ownership/activity.ts';
import { CONFIDENCE } from '../ownership/confidence.ts';
import { evidenceOf } from '../ownership/evidence.ts';
import { resolveOwner } from '../ownership/resolve.ts';
import { readSubject, type Subject } from '../ownership/subject.ts';
import type { Runtime } from '../runtime.ts';
import { readActivity } from '../workspace/activity.ts';
import { type PastPoint, readPast } from '../workspace/history.ts';
import { knownRepository } from '../command-support/code-repository.ts';
import { loadCommit, loadConfiguration } from '../command-support/load.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { readable } from '../cli/printable.ts';

const spec: CommandSpec = {
  summary:
    'Say who answers for a service, an endpoint, a transaction or a file, how surely, and which line says so.',
  positionals: 'SERVICE|ENDPOINT|TRANSACTION|PATH',
  maxPositionals: 2,
  options: {
    function: { takes: 'value', value: 'FUNCTION', help: 'the discipline that is needed' },
    repo: { takes: 'value', value: 'REPO', help: 'the repository that a path is in' },
    at: {
      takes: 'value',
      value: 'DATE|COMMIT',
      help: 'as it was then (default: the files here, now)',
    },
    dir: {
      takes: 'value',
      value: 'DIR',
      help: 'a checkout whose history may be asked about a path that nobody owns',
    },
  },
  examples: [
    'tocsin who payments-api',
    'tocsin who POST /v1/payments --function database',
    'tocsin who services/payments/charge.ts --repo shop --at 2026-11-21',
  ],
};

/** `tocsin who`. */
export const who: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const text = args.positionals.join(' ').trim();
  if (text === '')
    throw new UsageError('expected a service, an endpoint, a transaction or a path to ask about');
  const { organisation, at, commit } = await stateOf(args, runtime);
  const discipline = knownFunction(organisation, args.value('function'));
  const repo = args.value('repo');
  // With a checkout its history may answer for what the map does not know.
  if (repo !== null && args.value('dir') === null) knownRepository(organisation, repo);
  const subject = readSubject(organisation, text, {
    repo,
    function: discipline,
  });
  if (subject.kind === 'no path')
    throw new UsageError(
      subject.leadsOut
        ? `unexpected path \`${text.slice(0, 80)}\`, which leads out of the repository, expected one from its root: services/payments/charge.ts`
        : `unexpected path \`${text.slice(0, 80)}\`, which is the whole repository, expected a file or folder in it`,
    );
  const resolution = resolveOwner(organisation, subject.signal, {
    source: null,
    told: new Set(),
    now: at,
  });
  const inferred = await inferOwner(organisation, subject, resolution, {
    dir: args.value('dir'),
    runtime,
    at,
  });
  const answer: Answer = {
    subject: { kind: subject.kind, text: subject.text },
    at,
    commit,
    ...resolution,
    runnersUp: inferred === null ? resolution.runnersUp : [inferred, ...resolution.runnersUp],
    onCall: onCallOf(organisation, resolution.owner.team, at),
    channel: organisation.teams.get(resolution.owner.team)?.channel ?? null,
  };
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify(answer, null, 2)}\n`
      : readable(render(answer, organisation), runtime),
  );
  return resolution.step === 'triage' ? EXIT.findings : EXIT.clean;
}

type Answer = OwnerResolution & {
  readonly subject: Pick<Subject, 'kind' | 'text'>;
  readonly at: Instant;
  readonly commit: string | null;
  readonly onCall: { readonly person: string | null; readonly schedule: string } | null;
  readonly channel: string | null;
};

type State = {
  readonly organisation: Organisation;
  readonly at: Instant;
  readonly commit: string | null;
};

async function stateOf(args: Arguments, runtime: Runtime): Promise<State> {
  const root = organisationRoot(args, runtime);
  const given = args.value('at');
  if (given === null) {
    const organisation = await loadConfiguration(root, runtime);
    return { organisation, at: runtime.now(), commit: null };
  }
  const point = pointOf(given);
  const past = await readPast(root, runtime.environment, point);
  const { organisation } = (await loadCommit(root, past, runtime)).state;
  return {
    organisation,
    at: point.kind === 'instant' ? point.at : past.at,
    commit: past.commit,
  };
}

/** A day means its last moment in UTC. */
function pointOf(given: string): PastPoint {
  if (!/^\d{4}-\d{2}-\d{2}([T ]|$)/.test(given)) return { kind: 'commit', name: given };
  const at = parseInstant(given.length === 10 ? `${given}T23:59:59Z` : given.replace(' ', 'T'));
  if (at === null)
    throw new UsageError(
      `unexpected time \`${given.slice(0, 40)}\`, expected a day such as 2026-11-21, or an instant such as 2026-11-21T09:18:00Z`,
    );
  return { kind: 'instant', at };
}

function knownFunction(organisation: Organisation, given: string | null): string | null {
  const ids = organisation.functions.map((entry) => entry.id);
  if (given === null || ids.includes(given)) return given;
  throw new UsageError(
    `unexpected function \`${given}\`: ${suggest(given, ids) ?? `expected one of ${ids.join(', ')}`}`,
  );
}

function onCallOf(organisation: Organisation, team: string, at: Instant): Answer['onCall'] {
  const id = organisation.teams.get(team)?.schedule ?? null;
  const schedule = id === null ? undefined : organisation.schedules.get(id);
  return schedule === undefined
    ? null
    : { schedule: schedule.id, person: personOnCall(schedule, at) };
}

/** Of a file that nobody owns, the team that made most of its commits in a year; a guess that never pages. */
async function inferOwner(
  organisation: Organisation,
  { kind, path, signal }: Subject,
  resolution: OwnerResolution,
  {
    dir,
    runtime,
    at,
  }: { readonly dir: string | null; readonly runtime: Runtime; readonly at: Instant },
): Promise<OwnerCandidate | null> {
  if (dir === null || kind !== 'path' || path === undefined || resolution.step !== 'triage')
    return null;
  const since = instantFromMs(Date.parse(at) - YEAR_MS) ?? at;
  const activity = await readActivity(resolve(runtime.workingDirectory, dir), runtime.environment, {
    since,
    path,
  });
  if (activity === null)
    throw new UsageError(`unexpected --dir \`${dir}\`, expected a git checkout`);
  const { commits, shares } = countActivity(organisation, activity.changes, null);
  const [first] = shares;
  if (first === undefined) return null;
  const share = first.commits / commits;
  return {
    owner: {
      team: first.team,
      function: signal.function ?? resolution.owner.function,
      product: null,
    },
    service: null,
    confidence: Math.round(CONFIDENCE.history * share * 100) / 100,
    step: 'history',
    place: null,
    match:
      activity.cutAt === null
        ? `${first.commits} of ${commits} commits in a year`
        : `${first.commits} of ${commits} commits since ${activity.cutAt.slice(0, 10)}, where this shallow checkout begins`,
  };
}

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

function render(answer: Answer, organisation: Organisation): string {
  const { owner, step, service: id, onCall } = answer;
  const service = id === null ? undefined : organisation.services.get(id);
  const cell = [owner.team, owner.function, owner.product]
    .filter((part) => part !== null)
    .join('/');
  const isUnowned = answer.doubts?.includes('unowned') === true;
  const rows: (readonly [string, string])[] = [
    ['owner', isUnowned ? `nobody, on purpose; ${cell} is called` : cell],
    ['confidence', `${answer.confidence.toFixed(2)} by ${evidenceOf(answer)}`],
    ['decided by', placeText(answer.place) ?? '-'],
    ...(service === undefined
      ? []
      : [['service', `${service.id}, ${service.name}, tier ${service.tier}`] as const]),
    [
      'on call',
      onCall === null
        ? 'nobody: the team has no schedule'
        : `${onCall.person ?? 'nobody yet'}, ${onCall.schedule}`,
    ],
    ...(answer.channel === null ? [] : [['channel', answer.channel] as const]),
    ...answer.runnersUp.map((other, index): readonly [string, string] => [
      index === 0 ? (step === 'triage' ? 'best guess' : 'runners-up') : '',
      [
        `${other.owner.team}/${other.owner.function} ${other.confidence.toFixed(2)} by ${evidenceOf(other)}`,
        ...(other.service === null || other.service === id ? [] : [other.service]),
        ...(other.place === null ? [] : [placeText(other.place)]),
      ].join(', '),
    ]),
    ['as of', `${answer.at.slice(0, 16)}Z`],
  ];
  const lines = rows.map(([name, value]) => `  ${name.padEnd(10)}  ${value}`);
  return `${answer.subject.text} (${NOUNS[answer.subject.kind]})\n${lines.join('\n')}\n`;
}

const NOUNS = {
  service: 'a service',
  endpoint: 'an endpoint',
  transaction: 'a transaction',
  path: 'a path',
} as const;

function placeText(place: Place | null): string | null {
  return place === null ? null : `${place.file}:${place.line}`;
}
