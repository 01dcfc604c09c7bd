// Which comments start a run, and which hold a command for the program: the one must never know fewer than the other.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseWorkflowFile } from './github/testing/workflow-file.ts';
import { parseComment } from './slash-commands/parse.ts';

let workflow: Awaited<ReturnType<typeof parseWorkflowFile>>;
beforeAll(async () => {
  const path = new URL('../.github/workflows/commands.yml', import.meta.url);
  workflow = await parseWorkflowFile('commands.yml', readFileSync(path, 'utf8'));
});

/** Whether a comment, or what it said before an edit, starts a run that waits for its turn. */
function isHeard(body: string, from?: string): boolean {
  const changes = from === undefined ? {} : { changes: { body: { from } } };
  const issue = { number: 1, labels: [{ name: 'incident' }] };
  const event = { issue, sender: { type: 'User' }, comment: { body }, ...changes };
  const github = { event_name: 'issue_comment', event, run_id: '77', repository: 'larder/room' };
  const contexts = { vars: { TOCSIN: 'on' }, github };
  const isAsked = Boolean(workflow.jobs[0]?.condition(contexts));
  expect(workflow.concurrency(contexts)?.group).toBe(isAsked ? 'tocsin-writer' : '77');
  return isAsked;
}

const isSpeech = (text: string): boolean => parseComment(text).length > 0;

describe('a comment that gives a command starts a run', () => {
  test('whatever single character stands before it, now or before an edit', () => {
    const heard: string[] = [];
    for (let code = 0; code <= 0xffff; code += 1) {
      const text = `${String.fromCharCode(code)}/ack`;
      if (!isSpeech(text)) continue;
      heard.push(code.toString(16));
      expect(isHeard(text), `U+${code.toString(16)}`).toBe(true);
      expect(isHeard('done', text), `U+${code.toString(16)} before the edit`).toBe(true);
    }
    expect(heard).toEqual(['a', 'd', '20', 'a0', '2007', '202f', '3000', 'feff']);
  });

  test('whatever stands around it', () => {
    const piece = fc.constantFrom(
      '/ack',
      '/note',
      '/sevv',
      '/',
      'x',
      '1.',
      '-',
      '>',
      '`',
      '```',
      '<p>',
      '@mara',
      ' ',
      '  ',
      '\t',
      '\n',
      '\r\n',
      '\r',
      '\n\n',
      '\u00a0',
      '\u2003',
      '\u2007',
      '\u2028',
      '\u202f',
      '\u3000',
      '\ufeff',
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (said) => {
        fc.pre(isSpeech(said));
        expect(isHeard(said)).toBe(true);
        expect(isHeard('done', said)).toBe(true);
      }),
      { numRuns: 600 },
    );
  });
});

test.each(['see https://larder.example/a and a/b', 'and/or', '{0}//', 'a `b/c`'])(
  'chatter starts none that waits: %j',
  (text) => {
    expect(isHeard(text)).toBe(false);
    expect(isHeard(text, text)).toBe(false);
  },
);
