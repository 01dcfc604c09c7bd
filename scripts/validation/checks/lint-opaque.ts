// Regular expressions that no index can help with are tried on every signal, so there is room for few of them.
import { toConditions } from '../../config/conditions.ts';
import type { Located } from '../../config/document-set.ts';
import type { RuleEntry, RulesDocument } from '../../config/rule-documents.ts';
import { inAskedOrder, isGlobal } from '../../config/rules.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Interval } from '../../model/interval.ts';
import type { Place } from '../../model/place.ts';
import { RULE_STAGES, type RuleStage } from '../../model/rule.ts';
import { isOpaque } from '../../rules/access-key.ts';
import { finding } from '../finding.ts';

/** Checks what is asked together: each team's files with the global ones. */
export function checkOpaque(
  files: readonly Located<RulesDocument>[],
  intervals: ReadonlyMap<string, Interval>,
): readonly Diagnostic[] {
  const teams = Map.groupBy(inAskedOrder(files), ({ id }) => id);
  const global = files.filter(isGlobal);
  return RULE_STAGES.flatMap((stage) => {
    const shared = global.flatMap((file) => opaqueRules(file, stage, intervals));
    return [...teams].flatMap(([id, parts]) => {
      const isShared = isGlobal({ id });
      const own = isShared ? [] : parts.flatMap((file) => opaqueRules(file, stage, intervals));
      const all = [...own, ...shared];
      const over = isShared || own.length > 0 ? all[MOST_OPAQUE] : undefined;
      if (over === undefined || (!isShared && shared.length > MOST_OPAQUE)) return [];
      const place = own.length > MOST_OPAQUE ? over : (own.at(-1) ?? over);
      return [
        finding(
          'rule-limit',
          place,
          `unexpected regular expression as one of ${all.length} in \`${stage}\`, expected ${MOST_OPAQUE} at most that are tried on every signal`,
          'add a condition with a plain value, or write it as a `glob` with three literal characters or more',
        ),
      ];
    });
  });
}

/** How many of them a decision can afford in a stage. */
const MOST_OPAQUE = 32;

/** Places of rules that have a regular expression and nothing that an index could find them by. */
function opaqueRules(
  file: Located<RulesDocument>,
  stage: RuleStage,
  intervals: ReadonlyMap<string, Interval>,
): readonly Place[] {
  const rules: readonly RuleEntry[] = file.document[stage] ?? [];
  return rules.flatMap(({ when = {} }, index) => {
    const regex = Object.entries(when).find(
      ([, test]) => typeof test === 'object' && 'regex' in test,
    );
    if (regex === undefined || !isOpaque(toConditions(when, intervals))) return [];
    return [file.locate([stage, index, 'when', regex[0]])];
  });
}
