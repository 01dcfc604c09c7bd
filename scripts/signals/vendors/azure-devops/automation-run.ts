// Narrows service hooks about builds, pipelines and releases. How much of the resource they hold is a
// setting of the subscription, so everything but an identity may be absent.
// https://learn.microsoft.com/azure/devops/service-hooks/events
import type { Instant } from '../../../model/instant.ts';
import { at, identity, instant, items, prose, text } from '../../fields.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
import { withoutMailAddresses } from '../../mail-addresses.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';

/** A build, a run of a pipeline or a deployment of a release. */
export type AutomationRun = {
  readonly identity: string;
  /** How it ended, else how far it is. */
  readonly result: string | null;
  readonly title: string;
  readonly service: string | null;
  readonly environment: string | null;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** Reads `build.complete`. With few details only the build itself identifies it. */
export function readBuild(body: unknown): Parsed<AutomationRun> {
  const build = at(body, 'resource');
  const definition = text(build, 'definition', 'name');
  const parent = identity(build, 'definition', 'id') ?? definition;
  const id = identity(build, 'id');
  if (parent === null && id === null) {
    return unexpected(body, ['resource', 'id'], 'the id of a build');
  }
  const project = projectOf(body);
  return parsed({
    identity:
      parent === null ? `build:${id}` : parts('definition', project.key, parent, definition),
    result: text(build, 'result') ?? text(build, 'status'),
    title: titleOf(body) ?? `Build ${text(build, 'buildNumber') ?? id ?? parent}`,
    service: definition,
    environment: null,
    startedAt: instant(build, 'startTime'),
    finishedAt: instant(build, 'finishTime'),
    labels: statedLabels({
      build: text(build, 'buildNumber') ?? text(build, 'name'),
      definition,
      project: project.name,
      reason: text(build, 'reason'),
      branch: text(build, 'sourceBranch'),
      commit: text(build, 'sourceVersion'),
      commit_message: subjectOf(at(build, 'triggerInfo', 'ci.message')),
    }),
    urls: [at(build, '_links', 'web', 'href'), at(build, 'url')],
  });
}

/** Reads `ms.vss-pipelines.*`: a run, or one of its stages or jobs. Of the repositories `self` is the pipeline's own. */
export function readPipelineRun(body: unknown): Parsed<AutomationRun> {
  const resource = at(body, 'resource');
  const run = at(resource, 'run');
  const pipeline = at(resource, 'pipeline') ?? at(run, 'pipeline');
  const part = at(resource, 'job') ?? at(resource, 'stage') ?? run;
  const stage = text(resource, 'stage', 'displayName') ?? text(resource, 'stage', 'name');
  const name = text(pipeline, 'name');
  const id = identity(pipeline, 'id') ?? name;
  if (id === null) {
    return unexpected(body, ['resource', 'pipeline', 'id'], 'the id of a pipeline');
  }
  const project = projectOf(body);
  const job = text(resource, 'job', 'name');
  const origin = at(run, 'resources', 'repositories', 'self');
  const changes = items(resource, 'repositories').map((one) => at(one, 'change'));
  return parsed({
    identity: parts('pipeline', project.key, id, stage, job),
    result: result(part),
    title: titleOf(body) ?? `Run of ${name ?? id}`,
    service: name,
    environment: job === null ? environmentOfStage(stage) : null,
    startedAt: instant(part, 'startTime') ?? instant(part, 'createdDate'),
    finishedAt:
      instant(part, 'finishTime') ?? instant(part, 'finishedDate') ?? instant(run, 'finishedDate'),
    labels: statedLabels({
      run: text(run, 'name'),
      pipeline: name,
      stage,
      job,
      project: project.name,
      branch: text(origin, 'refName'),
      commit: text(origin, 'version') ?? text(changes[0], 'version'),
      ...commitMessages(changes),
    }),
    urls: [
      at(part, '_links', 'web', 'href'),
      at(part, '_links', 'pipeline.web', 'href'),
      at(run, '_links', 'web', 'href'),
      at(run, '_links', 'pipeline.web', 'href'),
      at(part, 'url'),
    ],
  });
}

/** The word for an environment in the name of a stage that deploys; other stages (tests, checks) reach none. */
function environmentOfStage(stage: string | null): string | null {
  const words = (stage ?? '').replace(/([a-z])([A-Z])/g, '$1 $2').split(/[^A-Za-z]+/);
  const isOnlyWord = words.length === 1 && DEPLOYED_TO.test(stage ?? '');
  if (!isOnlyWord && !words.some((word) => DEPLOYS.test(word))) return null;
  return words.findLast((word) => ENVIRONMENT.test(word)) ?? null;
}

/** Reads `ms.vss-release.*`: a release, and the environment (stage) that it is deployed to. */
export function readDeployment(body: unknown): Parsed<AutomationRun> {
  const resource = at(body, 'resource');
  const environment = at(resource, 'environment') ?? at(resource, 'approval', 'releaseEnvironment');
  const release =
    at(resource, 'release') ?? at(environment, 'release') ?? at(resource, 'approval', 'release');
  const definition =
    at(environment, 'releaseDefinition') ??
    at(release, 'releaseDefinition') ??
    at(resource, 'approval', 'releaseDefinition');
  const stage = text(environment, 'name') ?? text(resource, 'stageName');
  const project = projectOf(body);
  if (stage === null && text(release, 'id') === null) {
    return unexpected(body, ['resource', 'environment', 'name'], 'the name of an environment');
  }
  const line = identity(definition, 'id') ?? text(definition, 'name');
  const subject = stage === null ? text(release, 'id') : stage;
  return parsed({
    identity: parts('release', project.key, line, subject),
    result: text(environment, 'status') ?? text(release, 'status'),
    title: titleOf(body) ?? `Release ${text(release, 'name') ?? subject}`,
    service: text(definition, 'name') ?? project.name,
    environment: stage,
    startedAt: instant(resource, 'deployment', 'startedOn'),
    finishedAt: instant(resource, 'deployment', 'completedOn'),
    labels: statedLabels({
      release: text(release, 'name'),
      definition: text(definition, 'name'),
      project: project.name,
      environment: stage,
      ...commitMessages(items(resource, 'data', 'commits')),
    }),
    urls: [
      at(release, '_links', 'web', 'href'),
      at(resource, 'deployment', '_links', 'web', 'href'),
      at(release, 'webAccessUri'),
      at(release, 'url'),
    ],
  });
}

/** A part that has not ended has a result of no meaning. */
function result(part: unknown): string | null {
  const state = text(part, 'state');
  return state === null || state === 'completed' ? (text(part, 'result') ?? state) : state;
}

/** The first line of the message; the ones below hold addresses. */
function titleOf(body: unknown): string | null {
  return text(prose(body, 'message', 'text')?.split('\n')[0]);
}

/** What a release brings: the first lines of the messages of its commits. */
function commitMessages(commits: readonly unknown[]): Readonly<Record<string, string | null>> {
  const shown = commits.slice(0, MOST_COMMITS);
  return Object.fromEntries(
    shown.map((commit, index) => [`commit_message_${index + 1}`, subjectOf(at(commit, 'message'))]),
  );
}

const MOST_COMMITS = 10;
const DEPLOYS = /^(?:deploy(?:s|ment)?|release|rollout|promote|publish)$/i;
const ENVIRONMENT =
  /^(?:prod(?:uction)?|live|preprod(?:uction)?|staging|stage|stg|uat|acceptance|qa|test(?:ing)?|dev(?:elopment)?|canary|sandbox|demo)$/i;
/** What a stage of this one word is about; `Test` would run tests. */
const DEPLOYED_TO = /^(?:prod(?:uction)?|live|preprod(?:uction)?|staging|stg|uat)$/i;

/** The first line of a commit's message; the others may name people. */
function subjectOf(message: unknown): string | null {
  return text(withoutMailAddresses((prose(message) ?? '').split('\n')[0] ?? ''));
}

function projectOf(body: unknown): { readonly key: string | null; readonly name: string | null } {
  const name = text(body, 'resource', 'project', 'name');
  const id = identity(body, 'resourceContainers', 'project', 'id');
  return { key: id ?? identity(body, 'resource', 'project', 'id') ?? name, name };
}

function parts(...names: readonly (string | null)[]): string {
  return names.map((name) => name ?? '').join(':');
}
