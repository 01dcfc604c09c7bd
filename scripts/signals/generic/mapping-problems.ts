// What is wrong with a mapping beyond its schema: pointers and templates that lead nowhere.
import type { MappedText, SourceMapping } from '../../model/mapping.ts';
import { parsePointer, parseTemplate, type Reading } from './template.ts';

/** A mistake in a mapping: where it stands in the mapping, what is there and what was expected. */
export type MappingProblem = {
  readonly path: readonly (string | number)[];
  readonly found: string;
  readonly expected: string;
};

/** Every mistake of a mapping that its schema cannot see. */
export function checkMapping(mapping: SourceMapping): readonly MappingProblem[] {
  return [
    ...POINTERS.flatMap((name) => pointerProblems([name], mapping[name])),
    ...TEXTS.flatMap((name) => textProblems([name], mapping[name])),
    ...pointerProblems(
      typeof mapping.severity === 'object' ? ['severity', 'at'] : ['severity'],
      typeof mapping.severity === 'object' ? mapping.severity.at : mapping.severity,
    ),
    ...(mapping.when ?? []).flatMap(({ at }, index) => pointerProblems(['when', index, 'at'], at)),
    ...choiceProblems(mapping),
    ...(mapping.links ?? []).flatMap((link, index) => textProblems(['links', index], link)),
    ...labelProblems(mapping.labels),
    ...identityProblems(mapping.identity),
  ];
}

function labelProblems(labels: SourceMapping['labels']): readonly MappingProblem[] {
  if (labels === undefined || typeof labels === 'string')
    return pointerProblems(['labels'], labels);
  return Object.entries(labels).flatMap(([name, text]) => textProblems(['labels', name], text));
}

function textProblems(
  path: MappingProblem['path'],
  text: MappedText | undefined,
): readonly MappingProblem[] {
  if (typeof text === 'object') return pointerProblems([...path, 'at'], text.at);
  return text === undefined ? [] : problemsOf(path, parseTemplate(text));
}

function pointerProblems(
  path: MappingProblem['path'],
  pointer: string | undefined,
): readonly MappingProblem[] {
  return pointer === undefined ? [] : problemsOf(path, parsePointer(pointer));
}

function problemsOf(
  path: MappingProblem['path'],
  reading: Reading<unknown>,
): readonly MappingProblem[] {
  if (reading.kind === 'read') return [];
  return [{ path, found: reading.found, expected: reading.expected }];
}

/** A choice without `at` always fits: what stands after it is never asked. */
function choiceProblems({ when = [] }: SourceMapping): readonly MappingProblem[] {
  return when.flatMap(({ at, is }, index) => {
    if (at === undefined && is !== undefined) {
      const expected = '`at` with a pointer to the value that must be one of them';
      return [{ path: ['when', index, 'is'], found: '`is` without `at`', expected }];
    }
    if (at !== undefined || index === when.length - 1) return [];
    const expected = 'this choice, which always fits, to be the last';
    return [{ path: ['when', index], found: 'choice after a choice without `at`', expected }];
  });
}

/** An identity without a pointer would make everything one problem. */
function identityProblems(identity: MappedText): readonly MappingProblem[] {
  if (typeof identity === 'object') return [];
  const template = parseTemplate(identity);
  if (template.kind === 'wrong') return [];
  if (template.value.some((piece) => typeof piece === 'object')) return [];
  return [
    {
      path: ['identity'],
      found: 'identity without a pointer',
      expected: 'at least one, such as `{/check/id}`',
    },
  ];
}

const POINTERS = ['list', 'started_at', 'ended_at', 'occurred_at', 'count'] as const;
const TEXTS = [
  'identity',
  'title',
  'id',
  'description',
  'status',
  'environment',
  'service',
  'team',
  'function',
  'product',
  'host',
] as const;
