import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { paintWith } from '../cli/paint.ts';
import type { SourceFile } from '../config/document-set.ts';
import { collectRuleTests } from '../config/rule-tests.ts';
import { isHistoryPath, isIncidentPath } from '../model/history-path.ts';
import type { RuleTest } from '../model/rule-test.ts';
import { measureCoverage } from '../rule-tests/coverage.ts';
import { mutate } from '../rule-tests/mutate.ts';
import { renderCoverage, renderMutation, renderResults } from '../rule-tests/report.ts';
import { annotateMutation, annotateResults } from '../rule-tests/report-github.ts';
import { jsonOfCoverage, jsonOfMutation, jsonOfResults } from '../rule-tests/report-json.ts';
import { runRuleTest, type TestedWorld } from '../rule-tests/run.ts';
import type { Runtime } from '../runtime.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import { folderInRepository } from '../workspace/checkout.ts';
import { readOrganisationFiles } from '../workspace/read.ts';
import { loadStrictly } from '../command-support/load.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { readPayloads } from './test/recorded-payloads.ts';
import { decideRecorded } from '../command-support/recorded-signals.ts';

const spec: CommandSpec = {
  summary:
    'Run the tests that stand beside the rules, all or those of files and names; failures show the decision that was made.',
  positionals: '[FILE|FOLDER|NAME…]',
  maxPositionals: 100,
  options: {
    mutate: {
      takes: 'flag',
      help: 'put one mistake after the other into the rules and name those that no test notices',
    },
    coverage: {
      takes: 'flag',
      help: 'count for each rule the tests and the recorded signals that it decides',
    },
    format: { takes: 'value', value: 'FORMAT', help: 'pretty, json or github' },
  },
  examples: [
    'tocsin test',
    'tocsin test rules/payments.yaml',
    'tocsin test --mutate',
    'tocsin test --format github',
  ],
};

/** `tocsin test`: exit code 1 when a test fails or, with --mutate, when a mistake goes unnoticed. */
export const testCommand: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  if (args.flag('mutate') && args.flag('coverage'))
    throw new UsageError('expected one of --mutate and --coverage');
  const format = formatOf(args);
  const root = organisationRoot(args, runtime);
  const files = withoutHistory(readOrganisationFiles(root));
  const { organisation, documents } = loadStrictly(files, runtime);
  const tests = choose(collectRuleTests(documents.rules), args.positionals);
  const world: TestedWorld = {
    organisation,
    maintenances: maintenancesOf(files),
    readPayload: await readPayloads(root, organisation, tests),
  };
  const results = tests.map((test) => runRuleTest(world, test));
  const hasFailed = results.some(({ failures }) => failures.length > 0);
  const look = { paint: paintWith(runtime.hasColour), width: runtime.width };
  const write = format === 'github' ? runtime.annotate : runtime.out;
  const print = (json: object, text: () => string): void =>
    write(format === 'json' ? `${JSON.stringify(json, null, 2)}\n` : text());
  const folder = format === 'github' ? await folderInRepository(root, runtime.environment) : '';
  const meant =
    args.positionals.length === 0 ? null : new Set(tests.map(({ place }) => place.file));
  const isMeant = (file: string): boolean => meant === null || meant.has(file);
  if (args.flag('mutate') && !hasFailed) {
    const mutation = mutate(world, results, isMeant);
    print({ ...jsonOfResults(results), ...jsonOfMutation(mutation) }, () =>
      format === 'github' ? annotateMutation(mutation, folder) : renderMutation(mutation, look),
    );
    const isClean = mutation.survivors.length === 0 && mutation.untested.length === 0;
    return isClean ? EXIT.clean : EXIT.findings;
  }
  if (args.flag('coverage') && !hasFailed) {
    const recorded = decideRecorded(root, organisation);
    const coverage = measureCoverage(organisation.rules, results, recorded).filter(({ rule }) =>
      isMeant(rule.place.file),
    );
    print({ ...jsonOfResults(results), ...jsonOfCoverage(coverage) }, () =>
      renderCoverage(coverage, look),
    );
    return EXIT.clean;
  }
  print(jsonOfResults(results), () =>
    format === 'github'
      ? annotateResults(results, folder)
      : renderResults(results, look, args.positionals.length > 0),
  );
  return hasFailed ? EXIT.findings : EXIT.clean;
}

type Format = 'pretty' | 'json' | 'github';

function formatOf(args: Arguments): Format {
  const given = args.value('format') ?? (args.flag('json') ? 'json' : 'pretty');
  if (given === 'github' && args.flag('coverage'))
    throw new UsageError('expected --format github without --coverage, which finds nothing wrong');
  if (given === 'pretty' || given === 'json' || given === 'github') return given;
  throw new UsageError(`unexpected format \`${given}\`, expected pretty, json or github`);
}

/** Tests of the files, and tests with the words in their names; every argument must mean something. */
function choose(tests: readonly RuleTest[], wanted: readonly string[]): readonly RuleTest[] {
  if (wanted.length === 0) return tests;
  const chosen = new Set<RuleTest>();
  for (const word of wanted) {
    const found = tests.filter((test) => isCalled(test, word));
    if (found.length === 0) {
      const names = [...new Set(tests.flatMap(({ name, place }) => [place.file, name]))];
      throw new UsageError(
        `unexpected \`${word}\`: ${suggest(word, names) ?? 'no file of rules/ with tests and no test is called so'}`,
      );
    }
    for (const test of found) chosen.add(test);
  }
  return tests.filter((test) => chosen.has(test));
}

function isCalled({ name, place }: RuleTest, word: string): boolean {
  const path = word.replace(/^\.\//, '');
  return (
    place.file === path ||
    place.file.startsWith(`${path.replace(/\/$/, '')}/`) ||
    path.endsWith(`/${place.file}`) ||
    name.toLowerCase().includes(word.toLowerCase())
  );
}

/** History is of no concern, but for incidents that a file of rules names: maintenances. */
function withoutHistory(files: readonly SourceFile[]): readonly SourceFile[] {
  const named = new Set(
    files.flatMap((file) =>
      'text' in file && file.path.startsWith('rules/') ? (file.text.match(INCIDENT_ID) ?? []) : [],
    ),
  );
  return files.filter(({ path }) => !isHistoryPath(path) || named.has(idOf(path)));
}

const INCIDENT_ID = /\d{4}-\d{2}-\d{2}-[a-z0-9-]+/g;

function idOf(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.md$/, '');
}

function maintenancesOf(files: readonly SourceFile[]): TestedWorld['maintenances'] {
  return new Map(
    files
      .filter(({ path }) => isIncidentPath(path))
      .map((file) => [idOf(file.path), file] as const),
  );
}
