// The command line end to end: real processes, real folders.
import { spawn, spawnSync } from 'node:child_process';
import { text as readText } from 'node:stream/consumers';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { copyExample, EXAMPLE } from '../validation/testing/plant.ts';
import { commands } from './registry.ts';

const launcher = join(EXAMPLE, 'scripts/tocsin.js');
/** A file with a real webhook body. */
let alertmanager: string;
/** Many processes on few processors take their time. */
vi.setConfig({ testTimeout: 60_000 });

let root: string;
let nowhere: string;

beforeAll(() => {
  root = copyExample();
  nowhere = mkdtempSync(join(tmpdir(), 'tocsin-nowhere-'));
  alertmanager = join(nowhere, 'body.json');
  const fixture = join(
    EXAMPLE,
    'scripts/signals/vendors/prometheus-alertmanager/fixtures/group-firing.json',
  );
  writeFileSync(alertmanager, JSON.stringify(JSON.parse(readFileSync(fixture, 'utf8')).body));
});
afterAll(() => {
  rmSync(root, { recursive: true });
  rmSync(nowhere, { recursive: true });
});

describe.concurrent('exit codes', () => {
  test('are 0 for a clean organisation, which is said in one line', async () => {
    const run = await tocsin(['validate', '--root', root]);
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toMatch(/^\d+ files, nothing to complain about\n$/);
  });

  test('are 1 for findings, which are shown with their line and a caret', async () => {
    const copy = copyExample();
    writeFileSync(
      join(copy, 'tocsin.yaml'),
      readFileSync(join(copy, 'tocsin.yaml'), 'utf8').replace(
        'triage: platform',
        'triage: platfrom',
      ),
    );
    const run = await tocsin(['validate', '--root', copy]);
    expect(run).toMatchObject({ status: 1, stderr: '' });
    expect(run.stdout).toContain(
      '| triage: platfrom\n      |         ^^^^^^^^\n      hint: did you mean `platform`?\n\n1 error in 1 file\n',
    );
    rmSync(copy, { recursive: true });
  });

  test('are 3 for an organisation that other commands cannot work with; the errors come first', async () => {
    const copy = copyExample();
    rmSync(join(copy, 'ownership/functions.yaml'));
    const run = await tocsin(['explain', '--source', 'prometheus', alertmanager, '--root', copy]);
    expect(run).toMatchObject({ status: 3, stdout: '' });
    expect(run.stderr).toMatch(
      /file-missing[^]*tocsin: the organisation has 1 error: run `tocsin validate` and correct them first\n$/,
    );
    rmSync(copy, { recursive: true });
  });

  test.for([
    [['validat'], 'unexpected command `validat`: did you mean `validate`?'],
    [['__proto__'], 'unexpected command `__proto__`'],
    [['validate', '--fromat', 'json'], 'unexpected option `--fromat`: did you mean `--format`?'],
    [['validate', '--constructor'], 'unexpected option `--constructor`'],
    [['validate', '--format'], 'unexpected `--format` without FORMAT'],
    [
      ['validate', '--format', 'xml'],
      'unexpected format `xml`, expected pretty, json, github or sarif',
    ],
    [['validate', '--json', '--json'], 'unexpected second `--json`, expected it once'],
    [['validate', '--json=yes'], 'unexpected value for `--json`, expected none'],
    [['validate', 'rules'], 'unexpected argument `rules`, expected no arguments'],
    [
      ['validate', '--root', 'missing'],
      'unexpected --root `missing`, expected a folder with a tocsin.yaml',
    ],
    [['validate'], 'no organisation here'],
    [['normalise'], 'expected one of --source SOURCE, --vendor VENDOR and --module PATH'],
    [['normalise', '--vendor', 'sentri'], 'unexpected vendor `sentri`: did you mean `sentry`?'],
    [['normalise', '--vendor', 'sentry', 'missing.json'], 'cannot read `missing.json`'],
    [['explain'], 'no organisation here'],
    [
      ['build', '--audience', 'everyone'],
      'unexpected audience `everyone`, expected public or internal',
    ],
  ] as const)('are 2 for %j, with one line that says what is wrong', async ([words, message]) => {
    const run = await tocsin(words, { cwd: nowhere });
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toMatch(/^tocsin: .*\n$/);
    expect(run.stderr).toContain(message);
  });

  test.for([
    [['explain', '2026-11-18-delivery-slot'], 'did you mean `2026-11-18-delivery-slots`'],
    [['normalise', '--source', 'promtheus'], 'did you mean `prometheus`?'],
  ] as const)('are 2 for %j inside an organisation', async ([words, message]) => {
    const run = await tocsin([...words, '--root', root], { cwd: nowhere });
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain(message);
  });
});

test('--root with a file of an organisation is wrong use', async () => {
  const run = await tocsin(['validate', '--root', 'tocsin.yaml'], { cwd: root });
  const stderr = 'tocsin: unexpected --root `tocsin.yaml`, expected a folder with a tocsin.yaml\n';
  expect(run).toEqual({ status: 2, stdout: '', stderr });
});

test('--version prints the version of the package and nothing else, anywhere', async () => {
  const { version } = JSON.parse(readFileSync(join(EXAMPLE, 'package.json'), 'utf8'));
  const run = await tocsin(['--version'], { cwd: nowhere });
  expect(run).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

describe.concurrent('help', () => {
  test('lists every command; without a command it is wrong use', async () => {
    const run = await tocsin(['--help']);
    expect(run).toMatchObject({ status: 0, stderr: '' });
    for (const name of Object.keys(commands)) expect(run.stdout).toContain(`\n  ${name} `);
    expect(await tocsin([])).toMatchObject({ status: 2, stdout: run.stdout });
    expect((await tocsin(['help'])).stdout).toBe(run.stdout);
  });

  test.for(Object.keys(commands))(
    'of %s shows its use, every option and an example, also outside an organisation',
    async (name) => {
      const run = await tocsin([name, '--help'], { cwd: nowhere });
      expect(run).toMatchObject({ status: 0, stderr: '' });
      expect(run.stdout).toContain(`  tocsin ${name}`);
      expect(run.stdout).toContain('--root DIR');
      expect(run.stdout).toContain('\nExamples\n');
    },
  );
});

describe.concurrent('the organisation', () => {
  test('is found from a folder inside it, and named with or without a slash at the end', async () => {
    expect((await tocsin(['validate'], { cwd: join(root, 'rules/sources') })).status).toBe(0);
    expect((await tocsin(['validate', '--root', `${root}/`])).status).toBe(0);
    expect((await tocsin(['validate', '--root', '.'], { cwd: root })).status).toBe(0);
  });
});

describe.concurrent('normalise', () => {
  test('prints the signals of a webhook from a file or standard input', async () => {
    const file = await tocsin(['normalise', '--vendor', 'prometheus-alertmanager', alertmanager]);
    expect(file).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(file.stdout).signals[0]).toMatchObject({
      vendor: 'prometheus-alertmanager',
      action: 'trigger',
    });
    expect(
      (
        await tocsin(['normalise', '--source', 'prometheus', '--root', root], {
          input: readFileSync(alertmanager),
        })
      ).stdout,
    ).toBe(file.stdout);
  });

  test.for([
    ['nothing', ''],
    ['no JSON', '<html>'],
    ['half of a document', '{"alerts": [{'],
    ['the wrong shape', '{"alerts": 7}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['brackets a hundred thousand levels deep', '['.repeat(100_000)],
    ['keys of prototypes', '{"__proto__": {"alerts": []}, "constructor": 1}'],
    ['NUL bytes', '\0\0\0'],
  ] as const)('gives `rejected` with problems for %s', async ([, input]) => {
    const runs = ['prometheus-alertmanager', 'sentry', 'pagerduty'].map(
      async (vendor) => await tocsin(['normalise', '--vendor', vendor], { input }),
    );
    for (const run of await Promise.all(runs)) {
      expect(run).toMatchObject({ status: 1, stderr: '' });
      const { rejected } = JSON.parse(run.stdout);
      expect(rejected.length).toBeGreaterThan(0);
      expect(rejected[0].message).toMatch(/^Unexpected .*/);
    }
  });

  test('refuses headers that are no JSON object of texts', async () => {
    const file = join(nowhere, 'headers.json');
    for (const content of ['[]', 'null', '{"a": 1}', 'x']) {
      writeFileSync(file, content);
      const run = await tocsin([
        'normalise',
        '--vendor',
        'sentry',
        '--headers',
        file,
        alertmanager,
      ]);
      expect(run.status).toBe(2);
      expect(run.stderr).toContain('expected a JSON object of header names and texts');
    }
  });
});

describe.concurrent('explain', () => {
  test('shows each stage with the file and line that decided, for a webhook', async () => {
    const run = await tocsin(['explain', '--source', 'prometheus', alertmanager, '--root', root]);
    expect(run).toMatchObject({ status: 0, stderr: '' });
    for (const stage of ['owner', 'severity', 'gate', 'group', 'notify'])
      expect(run.stdout).toContain(stage);
    expect(run.stdout).toMatch(/rules\/[\w-]+\.yaml:\d+/);
    expect(
      JSON.parse(
        (
          await tocsin([
            'explain',
            '--source',
            'prometheus',
            alertmanager,
            '--root',
            root,
            '--json',
          ])
        ).stdout,
      ),
    ).not.toHaveLength(0);
  });

  test('says of an incident that people declared that there is no decision', async () => {
    const run = await tocsin(['explain', '2026-11-18-delivery-slots', '--root', root]);
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toContain('2026-11-18-delivery-slots');
  });

  test('gives `rejected` and exit code 1 for a payload that cannot be read', async () => {
    const run = await tocsin(['explain', '--source', 'prometheus', '--root', root], { input: '{' });
    expect(run).toMatchObject({ status: 1, stderr: '' });
    expect(JSON.parse(run.stdout)).toHaveProperty('rejected');
  });
});

describe('output', () => {
  test('is plain in a pipe and coloured when colours are asked for', async () => {
    expect((await tocsin(['validate', '--root', root])).stdout).not.toContain('\u001B');
    const copy = copyExample();
    writeFileSync(join(copy, 'rules/x.txt'), '');
    expect(
      (await tocsin(['validate', '--root', copy], { environment: { FORCE_COLOR: '1' } })).stdout,
    ).toContain('\u001B[31m');
    rmSync(copy, { recursive: true });
  });

  test('may be closed early by its reader, as `head` does', async () => {
    const copy = copyExample();
    mkdirSync(join(copy, 'rules/notes'));
    for (let index = 0; index < 2000; index += 1)
      writeFileSync(join(copy, `rules/notes/${index}.txt`), '');
    const run = spawn(process.execPath, [launcher, 'validate', '--root', copy], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    run.stdout.once('data', () => run.stdout.destroy());
    const errors: Buffer[] = [];
    run.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    const code = await new Promise((done) => run.once('close', done));
    expect({ code, errors: Buffer.concat(errors).toString() }).toEqual({ code: 1, errors: '' });
    rmSync(copy, { recursive: true });
  });
});

describe('the memory of clean bodies', () => {
  test('is kept in .tocsin, left as it is by a second run, and renewed for a file that changed', async () => {
    const memory = join(root, '.tocsin/cache/clean-bodies');
    await tocsin(['validate', '--root', root]);
    const before = { text: readFileSync(memory, 'utf8'), written: statSync(memory).mtimeMs };
    expect((await tocsin(['validate', '--root', root])).status).toBe(0);
    expect({ text: readFileSync(memory, 'utf8'), written: statSync(memory).mtimeMs }).toEqual(
      before,
    );
    const incident = join(root, 'incidents/2026/2026-01-22-identity.md');
    const text = readFileSync(incident, 'utf8');
    writeFileSync(incident, `${text}\nOne more line.\n`);
    expect((await tocsin(['validate', '--root', root])).status).toBe(0);
    expect(readFileSync(memory, 'utf8')).not.toBe(before.text);
    writeFileSync(incident, text.replace('Z investigating', 'Z wondering'));
    expect(await tocsin(['validate', '--root', root])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('update-malformed'),
    });
    writeFileSync(incident, text);
  });

  test('is no matter where it cannot be written', async () => {
    const copy = copyExample();
    writeFileSync(join(copy, '.tocsin'), '');
    chmodSync(copy, 0o555);
    expect(await tocsin(['validate', '--root', copy])).toMatchObject({ status: 0, stderr: '' });
    chmodSync(copy, 0o755);
    rmSync(copy, { recursive: true });
  });
});

const hostNode = spawnSync('node', ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '';
const hostMajor = Number(/^v(\d+)/.exec(hostNode)?.[1] ?? Number.NaN);

describe('the launcher', () => {
  test.skipIf(!(hostMajor < 24))(
    `uses the pinned runtime when the Node on the path is too old (here: ${hostNode === '' ? 'none' : hostNode}; needs one below 24)`,
    async () => {
      expect(await tocsin(['validate', '--root', root], { node: 'node' })).toMatchObject({
        status: 0,
        stderr: '',
      });
      expect(await tocsin(['validat'], { node: 'node' })).toMatchObject({ status: 2 });
    },
  );
});

type Surroundings = {
  readonly cwd?: string;
  readonly input?: string | Buffer;
  readonly environment?: Readonly<Record<string, string>>;
  readonly node?: string;
};

type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

async function tocsin(
  words: readonly string[],
  { cwd = EXAMPLE, input = '', environment = {}, node = process.execPath }: Surroundings = {},
): Promise<Ended> {
  const { FORCE_COLOR: _, ...inherited } = process.env;
  const run = spawn(node, [launcher, ...words], { cwd, env: { ...inherited, ...environment } });
  run.stdin.on('error', () => {}).end(input);
  const ended = new Promise<number | null>((done) => run.once('close', done));
  const [stdout, stderr, status] = await Promise.all([
    readText(run.stdout),
    readText(run.stderr),
    ended,
  ]);
  return { status, stdout, stderr };
}
