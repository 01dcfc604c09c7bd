import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEvent } from './event.ts';

const issue = {
  number: 7,
  title: 'Payments fail',
  body: '<!-- tocsin:room 2026-11-21-payments-api -->',
  labels: [{ name: 'incident' }, { name: 'sev/2' }],
  created_at: '2026-11-21T09:00:00Z',
  updated_at: '2026-11-21T09:05:00Z',
  user: { login: 'mara', type: 'User' },
};
const shown = {
  number: 7,
  title: 'Payments fail',
  body: issue.body,
  labels: ['incident', 'sev/2'],
};
const comment = {
  id: 2219,
  html_url: 'https://github.test/larder/incidents/issues/7#issuecomment-2219',
  body: '/ack',
  created_at: '2026-11-21T09:13:00Z',
  updated_at: '2026-11-21T09:13:00Z',
  user: { login: 'wim', type: 'User' },
};
const said = {
  id: 2219,
  issue: 7,
  url: comment.html_url,
  body: '/ack',
  author: 'wim',
  isBot: false,
  createdAt: comment.created_at,
  updatedAt: comment.updated_at,
};
const sender = { login: 'wim', type: 'User' };

describe('an event of GitHub', () => {
  test('about a comment brings its text and author, and for an edit what it said before', () => {
    expect(readEvent('issue_comment', { action: 'created', issue, comment })).toEqual({
      kind: 'comment_made',
      issue: shown,
      comment: said,
    });
    const edited = {
      action: 'edited',
      issue,
      comment,
      changes: { body: { from: '/note a' } },
      sender,
    };
    expect(readEvent('issue_comment', edited)).toEqual({
      kind: 'comment_edited',
      issue: shown,
      comment: said,
      before: '/note a',
      by: { login: 'wim', isBot: false },
    });
    expect(readEvent('issue_comment', { action: 'edited', issue, comment })).toMatchObject({
      before: null,
    });
    expect(readEvent('issue_comment', { action: 'deleted', issue, comment })).toMatchObject({
      kind: 'comment_deleted',
      by: { isBot: true },
    });
  });

  test('about a comment on a pull request says so', () => {
    const onPull = { ...issue, pull_request: { url: 'https://github.test' } };
    expect(readEvent('issue_comment', { action: 'created', issue: onPull, comment })).toMatchObject(
      { kind: 'comment_made', issue: { isPullRequest: true } },
    );
  });

  test.each([
    ['an App', { login: 'tocsin[bot]', type: 'Bot' }],
    ['somebody whose name ends like an App’s', { login: 'x[bot]', type: 'User' }],
    ['an organisation', { login: 'larder', type: 'Organization' }],
    ['nobody', null],
  ])('by %s counts as said by a program', (_, user) => {
    const event = readEvent('issue_comment', {
      action: 'created',
      issue,
      comment: { ...comment, user },
    });
    expect(event).toMatchObject({ comment: { isBot: true } });
  });

  test('about an issue says who did what, and when', () => {
    const by = { login: 'wim', isBot: false };
    expect(readEvent('issues', { action: 'opened', issue, sender })).toEqual({
      kind: 'issue_opened',
      issue: shown,
      by: { login: 'mara', isBot: false },
      at: issue.created_at,
    });
    const label = { name: 'sev/1' };
    expect(readEvent('issues', { action: 'labeled', issue, label, sender })).toEqual({
      kind: 'label_added',
      issue: shown,
      label: 'sev/1',
      by,
      at: issue.updated_at,
    });
    expect(readEvent('issues', { action: 'unlabeled', issue, label, sender })).toMatchObject({
      kind: 'label_removed',
    });
    for (const [action, kind] of [
      ['closed', 'issue_closed'],
      ['reopened', 'issue_reopened'],
      ['edited', 'issue_touched'],
      ['deleted', 'issue_touched'],
      ['transferred', 'issue_touched'],
      ['pinned', 'ignored'],
    ])
      expect(readEvent('issues', { action, issue, sender })).toMatchObject({ kind });
  });

  test('about a pull request counts when it comes from a branch of the repository itself', () => {
    const pull = (head: number): unknown => ({
      action: 'closed',
      pull_request: {
        number: 12,
        head: { ref: 'tocsin/postmortem/2026-11-21-payments-api', repo: { id: head } },
        base: { ref: 'main', repo: { id: 1 } },
      },
    });
    expect(readEvent('pull_request', pull(1))).toEqual({
      kind: 'pull_request_changed',
      branch: 'tocsin/postmortem/2026-11-21-payments-api',
      number: 12,
    });
    expect(readEvent('pull_request', pull(2))).toMatchObject({ kind: 'ignored' });
  });

  test('about a push names the branch, and tags are none', () => {
    expect(readEvent('push', { ref: 'refs/heads/main' })).toEqual({
      kind: 'branch_pushed',
      branch: 'main',
    });
    expect(readEvent('push', { ref: 'refs/tags/v1' })).toMatchObject({ kind: 'ignored' });
  });

  test('of a schedule or by hand asks for a look', () => {
    expect(readEvent('schedule', {})).toEqual({ kind: 'look_asked' });
    expect(readEvent('workflow_dispatch', null)).toEqual({ kind: 'look_asked' });
  });

  test('never makes the reader fail, whatever it holds', () => {
    const names = fc.constantFrom('issue_comment', 'issues', 'pull_request', 'push', 'x');
    const actions = fc.constantFrom('created', 'edited', 'opened', 'labeled', 'closed');
    const payload = fc.oneof(
      fc.jsonValue(),
      fc.record({
        action: actions,
        issue: fc.oneof(fc.jsonValue(), fc.constant(issue)),
        comment: fc.oneof(fc.jsonValue(), fc.constant(comment)),
        sender: fc.jsonValue(),
        ref: fc.jsonValue(),
        pull_request: fc.jsonValue(),
      }),
    );
    fc.assert(
      fc.property(names, payload, (name, value) => {
        expect(typeof readEvent(name, value).kind).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });
});
