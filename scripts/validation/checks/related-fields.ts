// Conditions on fields of which one tells the other, so that no signal can meet both.
import type { Located } from '../../config/document-set.ts';
import type { Path } from '../../config/syntax.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Condition } from '../../model/rule.ts';
import { excludes } from '../../rules/analysis/compare.ts';
import { finding } from '../finding.ts';

/** Conditions in a file. */
export type RelatedContext = {
  readonly file: Pick<Located<unknown>, 'locate'>;
  readonly path: Path;
  readonly conditions: readonly Condition[];
};

/** Finds the first two that exclude each other. `isDeclared` says whether they name a declared service. */
export function checkRelated(context: RelatedContext, isDeclared: boolean): Diagnostic | null {
  return checkSameText(context) ?? checkDeployed(context, isDeclared);
}

/** Two fields with one text. */
function checkSameText(context: RelatedContext): Diagnostic | null {
  const { file, path } = context;
  const conditions = new Map(context.conditions.map((each) => [each.field, each]));
  const pairs = [
    ['type', textOfType(conditions)],
    ['affected_users', 'label.affected_users'],
  ] as const;
  for (const [field, other] of pairs) {
    const [left, right] = [conditions.get(field), conditions.get(other)];
    if (left === undefined || right === undefined || !excludes(left, right)) continue;
    return finding(
      'rule-impossible',
      file.locate([...path, field]),
      `unexpected \`${field}\` that excludes what \`${other}\` asks for, expected conditions that one signal meets`,
      `\`${field}\` says what \`${other}\` says: remove one of them`,
    );
  }
  return null;
}

/** What says the type: the label `level`, else the label `type`, else the tool's word for the severity. */
function textOfType(conditions: ReadonlyMap<string, Condition>): string {
  const said = ['label.level', 'label.type'].find(
    (field) => conditions.get(field)?.kind !== 'absent',
  );
  return said ?? 'severity_raw';
}

/** Whether it was deployed is known of every declared service, and of nothing else. */
function checkDeployed(
  { conditions, file, path }: RelatedContext,
  isDeclared: boolean,
): Diagnostic | null {
  const deployment = conditions.find(({ field }) => field === 'deployment');
  const service = conditions.find(({ field }) => field === 'service');
  if (deployment === undefined || service === undefined) return null;
  const isMissing = deployment.kind === 'absent';
  const isWrong = isMissing ? isDeclared : service.kind === 'absent';
  if (!isWrong) return null;
  return finding(
    'rule-impossible',
    file.locate([...path, 'deployment']),
    isMissing
      ? 'unexpected `exists: false` for `deployment` beside a declared service, expected `true` or `false`'
      : 'unexpected `deployment` without a service, expected `service` to be there',
    'whether it was deployed is known of every declared service, and of nothing else',
  );
}
