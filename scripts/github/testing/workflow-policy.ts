// What every workflow of the house keeps to, beyond what GitHub and actionlint ask.
import { parse } from 'yaml';

/** Everything that a workflow does against the house's rules, one sentence each. */
export function checkPolicy(text: string): readonly string[] {
  const workflow: unknown = parse(text);
  const events = eventsOf(at(workflow, 'on'));
  const jobs = Object.entries(record(at(workflow, 'jobs')));
  return [
    ...(isEmptyRecord(at(workflow, 'permissions')) ? [] : ['grants something by default']),
    ...events.filter((event) => FORBIDDEN_EVENTS.has(event)).map((event) => `runs on ${event}`),
    ...checkSchedule(at(workflow, 'on', 'schedule')),
    ...checkConcurrency(at(workflow, 'concurrency'), events),
    ...checkValues(at(workflow, 'env'), 'the workflow'),
    ...checkSecrets(at(workflow, 'env'), 'the workflow'),
    ...jobs.flatMap(([id, job]) => checkJob(`job ${id}`, job)),
    ...jobs.flatMap(([id, job]) => checkCache(`job ${id}`, workflow, job)),
    ...jobs.flatMap(([id, job]) => checkSwitch(`job ${id}`, job, { workflow, events })),
  ];
}

const FORBIDDEN_EVENTS = new Set(['pull_request_target', 'workflow_run']);

/** Checks and previews of these may be overtaken; what comes by any other way must not be lost. */
const OVERTAKEN = new Set(['push', 'pull_request', 'workflow_dispatch']);

/** Commands that write to the organisation's branch or rooms. */
const WRITES = /\btocsin (ingest|reconcile|github-event)\b/;

/** At even minutes everybody wakes up, and GitHub drops what is too much. */
function checkSchedule(schedule: unknown): readonly string[] {
  return Object.values(record(schedule)).flatMap((entry) => {
    const minute = String(at(entry, 'cron')).split(' ')[0] ?? '';
    return /^\d?[13579]$/.test(minute) ? [] : [`wakes up at minute ${minute}, which is not odd`];
  });
}

function checkConcurrency(concurrency: unknown, events: readonly string[]): readonly string[] {
  const group = at(concurrency, 'group');
  if (typeof group !== 'string') return ['does not say which runs exclude each other'];
  const isNewestEnough = events.every((event) => OVERTAKEN.has(event) || event === 'schedule');
  if (isNewestEnough && !group.includes(WRITER)) return [];
  return [
    ...(at(concurrency, 'queue') === 'max'
      ? []
      : ['may lose a waiting run: `queue: max` is missing']),
    ...(at(concurrency, 'cancel-in-progress') === false ? [] : ['cancels a run at work']),
  ];
}

const WRITER = 'tocsin-writer';

function checkJob(id: string, job: unknown): readonly string[] {
  const permissions = record(at(job, 'permissions'));
  const tooMuch = Object.values(permissions).filter((level) => !LEVELS.has(level));
  return [
    ...(Object.keys(permissions).length > 0 ? [] : [`${id} names no permissions of its own`]),
    ...tooMuch.map((level) => `${id} asks for \`${String(level)}\``),
    ...(typeof at(job, 'timeout-minutes') === 'number' ? [] : [`${id} has no time limit`]),
    ...checkValues(at(job, 'env'), id),
    ...checkSecrets(at(job, 'env'), id),
    ...(at(job, 'secrets') === undefined ? [] : [`${id} hands all secrets on`]),
    ...stepsOf(job).flatMap((step) => checkStep(id, step)),
  ];
}

const LEVELS = new Set<unknown>(['read', 'write', 'none']);

function checkStep(id: string, step: unknown): readonly string[] {
  const [uses, command] = [at(step, 'uses'), at(step, 'run')];
  const isPinned =
    typeof uses !== 'string' || uses === './' || /^[\w./-]+@[0-9a-f]{40}$/.test(uses);
  const isCheckout = typeof uses === 'string' && uses.startsWith('actions/checkout@');
  const keepsToken = isCheckout && at(step, 'with', 'persist-credentials') !== false;
  return [
    ...(isPinned ? [] : [`${id} uses ${String(uses)}, which may change`]),
    ...(keepsToken ? [`${id} leaves the token in the checkout`] : []),
    ...(String(command).includes('${{') ? [`${id} puts an expression into a command`] : []),
    ...(/\b(curl|wget)\b/.test(String(command))
      ? [`${id} asks the network by itself, where a command of \`tocsin\` has to do it`]
      : []),
    ...checkValues(at(step, 'env'), id),
    ...checkValues(at(step, 'with'), id),
  ];
}

/** Text from outside must come from the event's file: logs show `env`, and actions may run what `with` holds. */
function checkValues(values: unknown, id: string): readonly string[] {
  return namesWith(values, OUTSIDE).map((name) => `${id} hands text of the event on: ${name}`);
}

const OUTSIDE = /\bgithub\s*(\.\s*event\b(?!_)|\[|\.\s*head_ref|\.\s*\*|\)|$)/;

/** A secret belongs to the one step that needs it. */
function checkSecrets(values: unknown, id: string): readonly string[] {
  return namesWith(values, SECRET).map((name) => `${id} shows a secret to all its steps: ${name}`);
}

const SECRET = /\bsecrets\b|\bgithub\s*\.\s*token\b/;

function namesWith(values: unknown, pattern: RegExp): readonly string[] {
  return Object.entries(record(values))
    .filter(([, value]) =>
      [...String(value).matchAll(/\$\{\{(.*?)\}\}/gs)].some(([, inner = '']) =>
        pattern.test(inner.trim()),
      ),
    )
    .map(([name]) => name);
}

/** A cache may hold what a stranger's run left there. */
function checkCache(id: string, workflow: unknown, job: unknown): readonly string[] {
  const mode = at(job, 'cache-mode') ?? at(workflow, 'cache-mode');
  const mayWrite = Object.values(record(at(job, 'permissions'))).includes('write');
  const hasSecret = stepsOf(job).some((step) =>
    ['env', 'with'].some((place) => namesWith(at(step, place), /\bsecrets\b/).length > 0),
  );
  return (mayWrite || hasSecret) && mode !== 'none'
    ? [`${id} may write or holds a secret, and lets a cache in`]
    : [];
}

type Surroundings = { readonly workflow: unknown; readonly events: readonly string[] };

/** Nothing of Tocsin happens in a repository that did not ask for it, and no chatter waits in the writer's group. */
function checkSwitch(
  id: string,
  job: unknown,
  { workflow, events }: Surroundings,
): readonly string[] {
  const condition = oneLine(at(job, 'if'));
  const writes = stepsOf(job).some((step) => WRITES.test(String(at(step, 'run'))));
  const switched = writes ? WRITER_SWITCH : ANY_SWITCH;
  const isSwitched = switched.test(condition) && !hasOuterOr(condition);
  if (!writes)
    return isSwitched || events.every((event) => OVERTAKEN.has(event))
      ? []
      : [`${id} runs where nobody switched Tocsin on`];
  const wanted = `\${{ ${condition} && '${WRITER}' || github.run_id }}`;
  const group = oneLine(at(workflow, 'concurrency', 'group'));
  return [
    ...(isSwitched ? [] : [`${id} runs where nobody switched Tocsin on`]),
    ...(group === wanted ? [] : [`${id} writes, and its group is not \`${wanted}\``]),
  ];
}

const WRITER_SWITCH = /^vars\.TOCSIN == 'on'( &&|$)/;
const ANY_SWITCH =
  /^vars\.(?:TOCSIN == 'on'|TOCSIN_PUBLISH == 'pages'|TOCSIN_REPORTS == 'on')( &&|$)/;

/** Whether `||` stands outside of all brackets: it would go around the switch. */
function hasOuterOr(condition: string): boolean {
  let plain = condition.replaceAll(/'[^']*'/g, "''");
  for (let before = ''; before !== plain;) {
    before = plain;
    plain = plain.replaceAll(/\([^()]*\)/g, '');
  }
  return plain.includes('||');
}

function oneLine(value: unknown): string {
  return String(value ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function stepsOf(job: unknown): readonly unknown[] {
  return Object.values(record(at(job, 'steps')));
}

function eventsOf(on: unknown): readonly string[] {
  if (typeof on === 'string') return [on];
  return Array.isArray(on) ? on.map(String) : Object.keys(record(on));
}

function isEmptyRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => record(inner)[key], value);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
