// Workflows as a runner would run them, hostile events included.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobResult, runWorkflow } from './run-workflow.ts';
import { parseWorkflowFile } from './workflow-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-runner-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a workflow', () => {
  test('evaluates conditions and environment, hands outputs on, and stops after a failure', async () => {
    const [job] = await work(
      `
on: issues
env:
  LEVEL: workflow
jobs:
  one:
    if: contains(github.event.issue.labels.*.name, 'sev1')
    runs-on: ubuntu-24.04
    env:
      TITLE: \${{ github.event.issue.title }}
      LEVEL: job
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
      - id: first
        run: |
          echo "title=$TITLE" >> "$GITHUB_OUTPUT"
          printf 'notes<<END\\ntwo\\nlines\\nEND\\n' >> "$GITHUB_OUTPUT"
          echo "LATER=$LEVEL" >> "$GITHUB_ENV"
          echo "## Done" >> "$GITHUB_STEP_SUMMARY"
      - if: github.event.action == 'closed'
        run: echo never
      - env:
          COPY: \${{ steps.first.outputs.title }}
        run: printf '%s|%s' "$COPY" "$LATER"; exit 3
      - run: echo not reached
      - if: failure()
        run: node -e 'console.log(JSON.parse(require("fs").readFileSync(process.env.GITHUB_EVENT_PATH)).action)'
`,
      'issues',
      { action: 'opened', issue: { title: '$(touch owned) `id`', labels: [{ name: 'sev1' }] } },
    );
    expect(job?.result).toBe('failure');
    expect(job?.outputs['first']).toEqual({ title: '$(touch owned) `id`', notes: 'two\nlines' });
    expect(job?.summary).toBe('## Done\n');
    expect(job?.steps.map(({ outcome, output }) => [outcome, output])).toEqual([
      ['success', ''],
      ['success', ''],
      ['skipped', ''],
      ['failure', '$(touch owned) `id`|job'],
      ['skipped', ''],
      ['success', 'opened\n'],
    ]);
  });

  test('skips jobs whose condition is false and those that need them', async () => {
    const jobs = await work(
      `
on: push
jobs:
  one:
    if: vars.TOCSIN_PUBLISH == 'pages'
    runs-on: x
    steps: [{ run: echo one }]
  two:
    needs: one
    runs-on: x
    steps: [{ run: echo two }]
`,
      'push',
      {},
    );
    expect(jobs.map(({ id, result }) => [id, result])).toEqual([
      ['one', 'skipped'],
      ['two', 'skipped'],
    ]);
  });

  test('shows what an expression in a command would do', async () => {
    const [job] = await work(
      `
on: issues
jobs:
  bad:
    runs-on: x
    steps:
      - run: echo "\${{ github.event.issue.title }}"
`,
      'issues',
      { issue: { title: '"; echo owned; "' } },
    );
    expect(job?.steps[0]?.output).toContain('owned');
  });

  test('that GitHub would refuse is refused with its words', async () => {
    const bad = 'on: push\njobs:\n  x:\n    runs-on: x\n    steps:\n      - rum: echo\n';
    expect((await parseWorkflowFile('x.yml', bad)).problems.join()).toContain(
      "Unexpected value 'rum'",
    );
  });
});

async function work(text: string, event: string, payload: unknown): Promise<readonly JobResult[]> {
  const workflow = await parseWorkflowFile('x.yml', text);
  expect(workflow.problems).toEqual([]);
  return await runWorkflow(workflow, {
    event,
    payload,
    workspace: folder,
    temporary: join(folder, 'runner'),
    contexts: {},
    environment: { PATH: process.env['PATH'] ?? '' },
  });
}
