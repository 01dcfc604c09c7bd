// Rule files → the ordered rule list of each stage: team files first (each for its own signals), then the global file.
import type {
  Condition,
  ExtractRule,
  GateRule,
  GroupRule,
  NotifyRule,
  NotifyTarget,
  Rule,
  Rules,
  SeverityRule,
} from '../model/rule.ts';
import type { Located } from './document-set.ts';
import type { RuleEntry, RulesDocument, WhenEntry } from './documents.ts';
import { durationMs } from './duration.ts';
import { parseNamePattern } from './name-pattern.ts';

/** The rules of all files; the order between team files cannot matter, since each is about its own team's signals. */
export function collectRules(files: readonly Located<RulesDocument>[]): Rules {
  const teams = files.filter((file) => !isGlobal(file));
  const ordered = [...teams, ...files.filter(isGlobal)];
  return {
    extract: ordered.filter(isGlobal).flatMap(toExtractRules),
    severity: ordered.flatMap((file) =>
      stage(file, 'severity', (entry): Omit<SeverityRule, keyof Rule> => ({
        set: entry.set,
        category: entry.category ?? null,
      })),
    ),
    gate: ordered.flatMap((file) =>
      stage(file, 'gate', (entry): Omit<GateRule, keyof Rule> => ({ action: entry.action })),
    ),
    group: ordered.flatMap((file) =>
      stage(file, 'group', (entry): Omit<GroupRule, keyof Rule> => ({
        by: entry.by,
        reopenMs: durationMs(entry.reopen ?? '30m'),
      })),
    ),
    notify: ordered.flatMap((file) =>
      stage(file, 'notify', (entry): Omit<NotifyRule, keyof Rule> => ({
        to: entry.to.map(toTarget),
      })),
    ),
  };
}

/** Conventions that cannot be read are findings of validation and ask nothing here. */
function toExtractRules(file: Located<RulesDocument>): readonly ExtractRule[] {
  return (file.document.extract ?? []).flatMap(({ id, description, from, pattern }, index) => {
    const reading = parseNamePattern(pattern);
    if (reading.kind === 'invalid') return [];
    const place = file.locate(['extract', index, 'id']);
    return [{ id, description: description ?? null, place, from, parts: reading.parts }];
  });
}

/** Whether a rule file is the one for everybody. */
export function isGlobal(file: { readonly id: string }): boolean {
  return file.id === '00-global';
}

type Stage = 'severity' | 'gate' | 'group' | 'notify';
type EntryOf<Name extends Stage> = NonNullable<RulesDocument[Name]>[number];

function stage<Name extends Stage, Answer>(
  file: Located<RulesDocument>,
  name: Name,
  answer: (entry: EntryOf<Name>) => Answer,
): readonly (Rule & Answer)[] {
  const entries: readonly EntryOf<Name>[] = file.document[name] ?? [];
  return entries.map((entry, index) => ({ ...toRule(file, name, entry, index), ...answer(entry) }));
}

function toRule(file: Located<RulesDocument>, name: Stage, entry: RuleEntry, index: number): Rule {
  return {
    id: entry.id,
    description: entry.description ?? null,
    when: toConditions(entry.when ?? {}),
    team: isGlobal(file) ? null : file.id,
    place: file.locate([name, index, 'id']),
  };
}

function toConditions(when: WhenEntry): readonly Condition[] {
  return Object.entries(when).map(([field, test]): Condition => {
    if (typeof test === 'string') return { kind: 'any_of', field, values: [test] };
    if ('glob' in test) return { kind: 'glob', field, pattern: test.glob };
    if ('exists' in test) return { kind: test.exists ? 'present' : 'absent', field };
    return { kind: 'any_of', field, values: test };
  });
}

function toTarget(target: EntryOf<'notify'>['to'][number]): NotifyTarget {
  if (target === 'on-call') return { kind: 'on_call' };
  if (target === 'team-channel') return { kind: 'team_channel' };
  if ('channel' in target) return { kind: 'channel', channel: target.channel };
  return { kind: 'team', team: target.team };
}
