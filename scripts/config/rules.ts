// Rule files → the ordered rule list of each stage: team files first (each for its own signals), then the global file.
import type { EscalationPolicy } from '../model/escalation.ts';
import type { Interval } from '../model/interval.ts';
import {
  type ExtractRule,
  type NotifyTarget,
  type RateLimit,
  type Rule,
  type Rules,
  type RuleStage,
} from '../model/rule.ts';
import { toConditions } from './conditions.ts';
import type { Located } from './document-set.ts';
import type { NotifyEntry, RuleEntry, RulesDocument, TargetEntry } from './rule-documents.ts';
import { durationMs } from './duration.ts';
import { parseNamePattern } from './name-pattern.ts';

/** The named parts of the week by id, where a condition finds them. */
export type Intervals = ReadonlyMap<string, Interval>;

/** The rules of all files; the order between team files cannot matter, since each is about its own team's signals. */
export function collectRules(
  files: readonly Located<RulesDocument>[],
  intervals: Intervals,
): Rules {
  const sorted = inAskedOrder(files);
  const global = sorted.filter(isGlobal);
  const ordered = [...sorted.filter((file) => !isGlobal(file)), ...global];
  const stage: Stage = (name, make, from = ordered) =>
    from.flatMap((file) => {
      const entries: readonly EntryOf<typeof name>[] = file.document[name] ?? [];
      return entries.flatMap((entry, index) => {
        const made = make(entry);
        if (made === null) return [];
        return [{ ...toRule(file, [name, index], entry, intervals), ...made }];
      });
    });
  return {
    extract: global.flatMap(toExtractRules),
    severity: stage('severity', ({ set, category }) => ({ set, category: category ?? null })),
    identity: stage('identity', ({ by }) => ({ by }), global),
    ...gateRules(stage, intervals),
    cascade: stage('cascade', ({ page_child: pageChild, settle, grace, adopt }) => ({
      pageChild,
      settleMs: durationMs(settle ?? '10s'),
      graceMs: durationMs(grace ?? '5m'),
      adoptMs: durationMs(adopt ?? '15m'),
    })),
    group: stage('group', ({ by, hold, reopen }) => ({
      by,
      holdMs: hold === undefined ? 0 : durationMs(hold),
      reopenMs: durationMs(reopen ?? '30m'),
    })),
    ...notifyRules(stage),
  };
}

/** Makes rules of the entries of a stage; those of which nothing is made say something else. */
type Stage = <Name extends RuleStage, Made>(
  name: Name,
  make: (entry: EntryOf<Name>) => Made | null,
  from?: readonly Located<RulesDocument>[],
) => readonly (Rule & Made)[];

/** One section of the files, five lists: what an entry of the gate asks for decides in which it stands. */
function gateRules(
  stage: Stage,
  intervals: Intervals,
): Pick<Rules, 'gate' | 'mute' | 'suppress' | 'threshold' | 'flap'> {
  return {
    gate: stage('gate', ({ action }) => (action === undefined ? null : { action })),
    mute: stage('gate', ({ mute }) => {
      const during = mute === undefined ? undefined : intervals.get(mute);
      return during === undefined ? null : { during };
    }),
    suppress: stage('gate', ({ suppress_when: other }) =>
      other === undefined ? null : { open: toConditions(other.open, intervals), same: other.same },
    ),
    threshold: stage('gate', ({ threshold }) =>
      threshold === undefined
        ? null
        : {
            count: threshold.count,
            withinMs: durationMs(threshold.within),
            distinct: threshold.distinct ?? null,
          },
    ),
    flap: stage('gate', ({ flap }) =>
      flap === undefined
        ? null
        : { enter: flap.enter, leave: flap.leave, withinMs: durationMs(flap.within) },
    ),
  };
}

function notifyRules(stage: Stage): Pick<Rules, 'notify' | 'also'> {
  return {
    notify: stage('notify', ({ to, escalate, limit }) =>
      to === undefined
        ? null
        : {
            to: to.map(toTarget),
            escalate: escalate ?? null,
            limit: limit === undefined ? null : toLimit(limit),
          },
    ),
    also: stage('notify', ({ also }) => (also === undefined ? null : { also: also.map(toTarget) })),
  };
}

/** The escalation policies of the global file. */
export function collectEscalations(
  files: readonly Located<RulesDocument>[],
): readonly EscalationPolicy[] {
  return files.filter(isGlobal).flatMap((file) =>
    Object.entries(file.document.escalations ?? {}).map(([id, policy]) => ({
      id,
      steps: policy.steps
        .map(({ after, to }) => ({ afterMs: durationMs(after), to: to.map(toTarget) }))
        .toSorted((left, right) => left.afterMs - right.afterMs),
      ackTtlMs: policy.ack_ttl === undefined ? null : durationMs(policy.ack_ttl),
      place: file.locateKey(['escalations', id]),
    })),
  );
}

/** Files as their rules are asked: those of a folder by name, then the one that is named like the folder. */
export function inAskedOrder(
  files: readonly Located<RulesDocument>[],
): readonly Located<RulesDocument>[] {
  return files.toSorted(
    (left, right) =>
      compare(left.id, right.id) ||
      Number(isWhole(left)) - Number(isWhole(right)) ||
      compare(left.file, right.file),
  );
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Whether a file stands in `rules/` itself and is no part in a folder. */
export function isWhole({ file }: { readonly file: string }): boolean {
  return file.split('/').length === 2;
}

/** Whether a file holds rules for everybody. */
export function isGlobal(file: { readonly id: string }): boolean {
  return file.id === '00-global';
}

type EntryOf<Name extends RuleStage> = NonNullable<RulesDocument[Name]>[number];

/** Conventions that cannot be read are findings of validation and ask nothing here. */
function toExtractRules(file: Located<RulesDocument>): readonly ExtractRule[] {
  return (file.document.extract ?? []).flatMap(({ id, description, from, pattern }, index) => {
    const reading = parseNamePattern(pattern);
    if (reading.kind === 'invalid') return [];
    const place = file.locate(['extract', index, 'id']);
    return [{ id, description: description ?? null, place, from, parts: reading.parts }];
  });
}

function toRule(
  file: Located<RulesDocument>,
  [name, index]: readonly [RuleStage, number],
  entry: RuleEntry,
  intervals: Intervals,
): Rule {
  return {
    id: entry.id,
    description: entry.description ?? null,
    when: toConditions(entry.when ?? {}, intervals),
    team: isGlobal(file) ? null : file.id,
    place: file.locate([name, index, 'id']),
  };
}

function toTarget(target: TargetEntry): NotifyTarget {
  if (target === 'on-call') return { kind: 'on_call' };
  if (target === 'team-channel') return { kind: 'team_channel' };
  if (target === 'team-lead') return { kind: 'team_lead' };
  if ('channel' in target) return { kind: 'channel', channel: target.channel };
  return { kind: 'team', team: target.team };
}

function toLimit({ per, rate, bypass }: NonNullable<NotifyEntry['limit']>): RateLimit {
  const [count = '', within = ''] = rate.split('/');
  return {
    per: per ?? 'destination',
    count: Number(count),
    withinMs: durationMs(within),
    bypass: bypass ?? ['sev1'],
  };
}
