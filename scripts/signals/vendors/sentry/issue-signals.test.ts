import { expect, test } from 'vitest';
import { issueSignal } from './issue-signals.ts';

const issue = (more: Readonly<Record<string, unknown>>): unknown => ({
  action: 'unresolved',
  data: { issue: { id: '7', title: 'Boom', level: 'fatal', ...more } },
});

test('an issue tells how many users it touches and that it came back, and never who they are', () => {
  const reading = issueSignal(
    issue({ userCount: 120, substatus: 'regressed', user: { email: 'a@b.example' } }),
    null,
  );
  expect(reading).toMatchObject({
    kind: 'parsed',
    value: { severityRaw: 'fatal', labels: { affected_users: '120', substatus: 'regressed' } },
  });
  expect(JSON.stringify(reading)).not.toContain('a@b.example');
});

test('an issue that states no number of users has none', () => {
  const reading = issueSignal(issue({}), null);
  expect(reading.kind === 'parsed' && 'affected_users' in reading.value.labels).toBe(false);
});
