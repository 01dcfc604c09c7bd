// Which runs wait for each other, since they write: exactly those whose job runs.
import { describe, expect, test } from 'vitest';
import { issue, ON, pullRequest, readWorkflow } from './github/testing/workflows.ts';

describe('the writer', () => {
  const COMMENT = { issue: issue(['incident', 'sev/2']), sender: { type: 'User' } };
  test.each<[string, string, unknown, boolean]>([
    ['a command', 'issue_comment', { ...COMMENT, comment: { body: '/ack' } }, true],
    [
      'a command below some text',
      'issue_comment',
      { ...COMMENT, comment: { body: 'ok\r\n/ack' } },
      true,
    ],
    [
      'a command in the room of a storm',
      'issue_comment',
      { ...COMMENT, issue: issue(['storm']), comment: { body: '/ack 2026-11-21-shop' } },
      true,
    ],
    [
      'a command behind a blank that does not break',
      'issue_comment',
      { ...COMMENT, comment: { body: '\u00a0/ack' } },
      true,
    ],
    ['an indented command', 'issue_comment', { ...COMMENT, comment: { body: '  /ack' } }, true],
    [
      'a note that was edited away',
      'issue_comment',
      { ...COMMENT, comment: { body: 'x' }, changes: { body: { from: '/note x' } } },
      true,
    ],
    [
      'chatter',
      'issue_comment',
      { ...COMMENT, comment: { body: 'see https://larder.example/a and a/b' } },
      false,
    ],
    [
      'a command of a bot',
      'issue_comment',
      { ...COMMENT, sender: { type: 'Bot' }, comment: { body: '/ack' } },
      false,
    ],
    [
      'a command in an ordinary issue',
      'issue_comment',
      { ...COMMENT, issue: issue(['bug']), comment: { body: '/ack' } },
      false,
    ],
    [
      'a command in a pull request',
      'issue_comment',
      {
        ...COMMENT,
        issue: { ...issue(['incident']), pull_request: {} },
        comment: { body: '/ack' },
      },
      false,
    ],
    [
      'a command in a pull request of ours',
      'issue_comment',
      {
        ...COMMENT,
        issue: {
          ...issue([]),
          pull_request: {},
          body: '<!-- tocsin:postmortem 2026-11-21-shop -->\n@mara writes it',
        },
        comment: { body: '/ack' },
      },
      true,
    ],
    ['a declared incident', 'issues', { action: 'opened', ...COMMENT }, true],
    ['an ordinary issue', 'issues', { action: 'opened', ...COMMENT, issue: issue([]) }, false],
    [
      'the label taken off',
      'issues',
      { action: 'unlabeled', ...COMMENT, issue: issue([]), label: { name: 'incident' } },
      true,
    ],
    [
      'an action item closed',
      'issues',
      { action: 'closed', ...COMMENT, issue: issue(['action-item']) },
      true,
    ],
  ])(
    'in the group of %s is asked for exactly when the job runs',
    async (_what, event, payload, isOurs) => {
      const workflow = await readWorkflow('commands.yml');
      const github = {
        event_name: event,
        event: payload,
        run_id: '77',
        repository: 'larder/incidents',
      };
      const contexts = { vars: ON, github };
      expect(workflow.concurrency(contexts)).toEqual({
        group: isOurs ? 'tocsin-writer' : '77',
        queue: 'max',
        cancelsRunning: false,
      });
      expect(Boolean(workflow.jobs[0]?.condition(contexts))).toBe(isOurs);
    },
  );

  test('is not asked for by pull requests of others', async () => {
    const workflow = await readWorkflow('post-mortem.yml');
    const groupOf = (payload: unknown): unknown => {
      const github = { event: payload, run_id: '77', repository: 'larder/incidents' };
      return workflow.concurrency({ vars: ON, github })?.group;
    };
    expect(groupOf(pullRequest('tocsin/postmortem/x'))).toBe('tocsin-writer');
    expect(groupOf(pullRequest('tocsin/mute/x'))).toBe('tocsin-writer');
    expect(groupOf(pullRequest('feature'))).toBe('77');
    expect(groupOf(pullRequest('tocsin/postmortem/x', 'stranger/incidents'))).toBe('77');
  });
});
