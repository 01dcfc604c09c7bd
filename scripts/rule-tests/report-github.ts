// The same reports as GitHub workflow commands, which a pull request shows at the lines.
import { type Annotation, renderAnnotation } from '../diagnostics/annotations.ts';
import { printable } from '../diagnostics/pretty.ts';
import type { Place } from '../model/place.ts';
import type { Mutation } from './mutate.ts';
import { describeMutant } from './report.ts';
import type { RuleTestResult } from './run.ts';

/** Each wrong expectation at its line, with the rule that decided otherwise. `folder` is where the organisation lies in its repository. */
export function annotateResults(results: readonly RuleTestResult[], folder: string): string {
  const annotations = results.flatMap(({ test, failures }) =>
    failures.map(({ path, expected, got, place, decision }): Annotation => {
      const by = decision?.trace.find(({ stage }) => stage === stageOf(path))?.by ?? null;
      const who = by === null ? '' : `, by ${by.id} in ${by.place.file}:${by.place.line}`;
      return {
        severity: 'error',
        place: below(folder, place),
        title: 'test failed',
        text: printable(`${test.name}: unexpected ${path} ${got}${who}, expected ${expected}`),
      };
    }),
  );
  return annotations.map(renderAnnotation).join('');
}

/** Each rule that decides in no test, and each mistake that no test notices, at the rule. */
export function annotateMutation({ survivors, untested }: Mutation, folder: string): string {
  const annotations = [
    ...untested.map(({ list, rule }) => ({
      rule,
      text: `${list} ${rule.id}: it decides in no test`,
    })),
    ...survivors.map((mutant) => ({ rule: mutant.rule, text: describeMutant(mutant) })),
  ].map(({ rule, text }): Annotation => ({
    severity: 'error',
    place: below(folder, rule.place),
    title: 'not tested',
    text: printable(text),
  }));
  return annotations.map(renderAnnotation).join('');
}

/** The stage that an expectation is about; those about more than one stage have none. */
function stageOf(path: string): string | undefined {
  const [first = '', second] = path.split(/[.[]/);
  return first === 'rules' ? second : STAGES[first];
}

const STAGES: Readonly<Record<string, string>> = {
  owner: 'owner',
  severity: 'severity',
  category: 'severity',
  gate: 'gate',
  group: 'group',
  to: 'notify',
  escalation: 'notify',
};

function below(folder: string, place: Place): Place {
  return { ...place, file: `${folder}${place.file}` };
}
