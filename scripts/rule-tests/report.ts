// What tests, mistakes and coverage say, as text for a terminal; the same width with and without colours.
import { type Paint, plural, printable } from '../diagnostics/pretty.ts';
import type { Place } from '../model/place.ts';
import { renderTrace } from '../rules/explain.ts';
import { cutTo, foldLines } from '../text/width.ts';
import { type RuleCoverage, type RuleList } from './coverage.ts';
import type { Mutant } from './mutants.ts';
import type { Mutation } from './mutate.ts';
import { renderStory } from './report-story.ts';
import type { RuleTestFailure, RuleTestResult } from './run.ts';

/** How a terminal shows text. */
export type Look = { readonly paint: Paint; readonly width: number };

/** Tests by file: passed ones counted, or named if `isNamed`; failed ones with what was expected, what happened and the decision. */
export function renderResults(
  results: readonly RuleTestResult[],
  look: Look,
  isNamed: boolean,
): string {
  const { paint, width } = look;
  const blocks = [...Map.groupBy(results, ({ test }) => test.place.file)].map(([file, found]) => {
    const passed = found.filter(({ failures }) => failures.length === 0);
    const failed = found.length - passed.length;
    const counts = `${passed.length} passed${failed === 0 ? '' : paint('red', `, ${failed} failed`)}`;
    const lines = isNamed
      ? passed.map(({ test }) => `  ${paint('dim', '✓')} ${printable(test.name)}`)
      : [];
    return [
      `${paint('bold', file)}  ${counts}`,
      ...lines,
      ...found.filter(({ failures }) => failures.length > 0).map((one) => renderFailed(one, look)),
      ...(failed === 0 ? [] : ['']),
    ].join('\n');
  });
  return foldLines(`${blocks.join('\n').trimEnd()}\n\n${countResults(results)}\n`, width);
}

/** The mistakes that no test notices. */
export function renderMutation(
  { mutants, survivors, untested }: Mutation,
  { paint, width: most }: Look,
): string {
  const rows = [
    ...untested.map(({ list, rule }) => ({
      place: rule.place,
      text: `${list} ${rule.id}: it decides in no test`,
    })),
    ...survivors.map((mutant) => ({ place: mutant.rule.place, text: describeMutant(mutant) })),
  ].toSorted((left, right) => comparePlaces(left.place, right.place));
  const width = Math.max(0, ...rows.map(({ place }) => placeText(place).length));
  const lines = rows.map(
    ({ place, text }) => `  ${paint('cyan', placeText(place).padEnd(width))}  ${text}`,
  );
  const noticed = mutants - survivors.length;
  const untold =
    untested.length === 0 ? '' : `, ${plural(untested.length, 'rule')} decided in no test`;
  const last = `${noticed} of ${plural(mutants, 'mistake')} noticed${untold}`;
  return foldLines([...lines, ...(lines.length === 0 ? [] : ['']), `${last}\n`].join('\n'), most);
}

/** A mistake in words. */
export function describeMutant({ kind, list, rule, next, field }: Mutant): string {
  switch (kind) {
    case 'delete':
      return `${list} ${rule.id}: nobody notices when it is deleted`;
    case 'swap':
      return `${list} ${rule.id}: nobody notices when it is swapped with ${next?.id ?? 'the next'}`;
    case 'negate':
      return `${list} ${rule.id}: nobody notices when its condition on ${field ?? 'a field'} is turned round`;
  }
}

/** Every rule with the tests and recorded signals that it decided; what never decided is marked. */
export function renderCoverage(
  coverage: readonly RuleCoverage[],
  { paint, width: most }: Look,
): string {
  const rows = coverage.map(({ list, rule, tests, recorded }) => ({
    name: `${LISTS[list]} ${rule.id}`,
    tests: String(tests),
    recorded: recorded === null ? '-' : String(recorded),
    note: tests === 0 ? (recorded === null || recorded === 0 ? 'never' : 'in no test') : '',
    place: placeText(rule.place),
  }));
  const noteWidth = Math.max(0, ...rows.map(({ note }) => note.length));
  const places = Math.max(0, ...rows.map(({ place }) => place.length));
  const room = most - NUMBERS - (noteWidth === 0 ? 0 : noteWidth + 2) - places;
  const width = Math.min(
    Math.max(4, ...rows.map(({ name }) => name.length)),
    Math.max(LEAST_NAME, room),
  );
  const line = (name: string, tests: string, recorded: string, rest: string): string =>
    `${cutTo(name, width).padEnd(width)}  ${tests.padStart(5)}  ${recorded.padStart(8)}  ${rest}`.trimEnd();
  const body = rows.map(({ name, tests, recorded, note, place }) => {
    const rest = noteWidth === 0 ? place : `${note.padEnd(noteWidth)}  ${place}`;
    const text = line(name, tests, recorded, rest);
    return note === '' ? text : paint('yellow', text);
  });
  const covered = coverage.filter(({ tests }) => tests > 0).length;
  const inRecorded = coverage.filter(({ recorded }) => (recorded ?? 0) > 0).length;
  const isRecorded = coverage.some(({ recorded }) => recorded !== null);
  const last = `${covered} of ${plural(coverage.length, 'rule')} decided in tests${isRecorded ? `, ${inRecorded} about recorded signals` : ''}`;
  const head = line('rule', 'tests', 'recorded', noteWidth === 0 ? '' : '');
  return foldLines([paint('dim', head), ...body, '', `${last}\n`].join('\n'), most);
}

/** The two columns of numbers, with the gaps around them. */
const NUMBERS = 2 + 5 + 2 + 8 + 2;
/** Of a name so much is shown, however narrow the terminal is. */
const LEAST_NAME = 20;

/** How a list is called beside its stage. */
const LISTS: Readonly<Record<RuleList, string>> = {
  extract: 'extract',
  severity: 'severity',
  identity: 'identity',
  gate: 'gate',
  mute: 'gate mute',
  suppress: 'gate suppress',
  threshold: 'gate threshold',
  flap: 'gate flap',
  cascade: 'cascade',
  group: 'group',
  notify: 'notify',
  also: 'notify also',
};

function countResults(results: readonly RuleTestResult[]): string {
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  const total = plural(results.length, 'test');
  if (results.length === 0) return 'no tests: write some under `tests` in a file of rules/';
  return failed === 0 ? `${total} passed` : `${failed} of ${total} failed`;
}

function renderFailed({ test, failures, story }: RuleTestResult, look: Look): string {
  const { paint } = look;
  const width = Math.max(...failures.map(({ path }) => path.length));
  const told = failures.flatMap(({ path, expected, got, place }) => [
    `      ${path.padEnd(width)}  expected ${paint('bold', printable(expected))}  ${paint('dim', placeText(place))}`,
    `      ${' '.repeat(width)}  got      ${paint('red', printable(got))}`,
  ]);
  const decided = failures.find(({ decision }) => decision !== null);
  return [
    '',
    `  ${paint('red', '✗')} ${printable(test.name)}  ${paint('cyan', placeText(test.place))}`,
    '',
    ...told,
    ...(story === null
      ? []
      : ['', ...renderStory(story).map((line) => `      ${printable(line)}`)]),
    ...(decided === undefined ? [] : renderDecision(decided, look)),
  ].join('\n');
}

function renderDecision({ decision }: RuleTestFailure, { paint, width }: Look): readonly string[] {
  if (decision === null) return [];
  const { signal, source, receivedAt, trace } = decision;
  const head = `${source}, ${signal.action} at ${receivedAt}: ${signal.title}`;
  return [
    '',
    `      ${paint('dim', printable(head))}`,
    ...renderTrace(trace, width - 6)
      .split('\n')
      .map((line) => `      ${printable(line)}`),
  ];
}

function placeText({ file, line }: Place): string {
  return `${file}:${line}`;
}

function comparePlaces(left: Place, right: Place): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line;
}
