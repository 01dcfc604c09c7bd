import { describe, expect, test } from 'vitest';
import type { Outcome } from './adapter.ts';
import { expectValidOutcome } from './testing/contract-signal-shape.ts';
import { normalise, renderOutcome } from './normalise.ts';

describe('renderOutcome', () => {
  test('leaves out a group and notes that are not there', () => {
    const outcome = normalise('pagerduty', { headers: {}, body: PAGERDUTY });
    expect(Object.keys(renderOutcome(outcome))).toEqual(['signals']);
  });

  test('names the group and what could not be used', () => {
    const outcome = alertmanager([{ status: 'firing', fingerprint: 'f1' }, { status: 'odd' }]);
    expect(renderOutcome(outcome)).toMatchObject({
      signals: [{ title: 'Alert f1', dedupKey: 'f1' }],
      group: { key: 'larder', status: 'firing', title: null, severity: null },
      notes: [{ code: 'shape', pointer: '/alerts/1/status' }],
    });
  });

  test('gives the reason of what is ignored', () => {
    expect(renderOutcome(alertmanager([]))).toEqual({ ignored: 'a notification without alerts' });
  });

  test('gives code, pointer and message of what is rejected', () => {
    const body = '{"alerts":"none"}';
    const message = 'Unexpected `none`, expected a list of alerts.';
    expect(renderOutcome(normalise('prometheus-alertmanager', { headers: {}, body }))).toEqual({
      rejected: [{ code: 'shape', pointer: '/alerts', message }],
    });
  });
});

describe('a payload that is no object', () => {
  test.each([
    ['[1]', 'list'],
    ['"text"', '`text`'],
    ['12', '`12`'],
    ['null', 'null'],
  ])('%s is named as what it is, instead of something in it as absent', (body, found) => {
    const message = `Unexpected ${found}, expected an object with a list of alerts at \`/alerts\`.`;
    expect(renderOutcome(normalise('prometheus-alertmanager', { headers: {}, body }))).toEqual({
      rejected: [{ code: 'shape', pointer: '', message }],
    });
  });
});

describe('limits', () => {
  test('a delivery gives at most 20,000 signals and says that there was more', () => {
    const alerts = Array.from({ length: 20_234 }, (_, index) => ({
      status: 'firing',
      fingerprint: `f${index}`,
    }));
    const outcome = alertmanager(alerts);
    expect(outcome).toMatchObject({
      signals: { length: 20_000 },
      notes: [{ code: 'truncated', pointer: '/alerts/20000' }],
    });
    expectValidOutcome(outcome);
  });

  test('a delivery of which nothing can be used names at most 20 problems', () => {
    const outcome = alertmanager(Array.from({ length: 500 }, () => null));
    expect(outcome).toMatchObject({ kind: 'rejected', problems: { length: 20 } });
  });

  test('the integer group key of old Alertmanagers keeps all its digits', () => {
    const body =
      '{"groupKey":6181234567890123457,"alerts":[{"status":"firing","fingerprint":"f"}]}';
    const outcome = normalise('prometheus-alertmanager', { headers: {}, body });
    expect(outcome).toMatchObject({ group: { key: '6181234567890123457' } });
  });
});

describe('hostile text', () => {
  test.each([
    ['a prototype key', '__proto__', '__proto__'],
    ['front matter', 'DB down"\n---\nvisibility: public', 'DB down" --- visibility: public'],
    ['mark-up', '</title><script>alert(1)</script>', '</title><script>alert(1)</script>'],
    ['a workflow command', '::set-output name=k::v', '::set-output name=k::v'],
    ['a terminal escape', '\u001b]8;;https://evil.example\u0007x', ']8;;https://evil.examplex'],
    ['a bidi override', 'invoice\u202Egpj.exe', 'invoicegpj.exe'],
    ['zero-width characters', 'pay\u200Bments\u200D', 'payments'],
    ['a lone surrogate', 'a\uD83Db', 'a\uFFFDb'],
  ])('%s arrives as data in title, label and service', (_what, hostile, expected) => {
    const labels = { service: hostile, team: hostile, [`x-${hostile}`]: hostile };
    const outcome = alertmanager([
      { status: 'firing', fingerprint: 'f', labels, annotations: { summary: hostile } },
    ]);
    expect(outcome).toMatchObject({
      signals: [{ title: expected, service: expected, team: expected, dedupKey: 'f' }],
    });
    expect(JSON.stringify(outcome)).toContain(JSON.stringify(`x-${expected}`));
    expectValidOutcome(outcome);
  });

  test('a body with prototype keys changes no prototype and gives its labels as they are', () => {
    const body = `{"__proto__":{"alerts":[]},"alerts":[{"status":"firing","__proto__":{"polluted":1},
      "labels":{"__proto__":"p","constructor":"c","alertname":"A"}}]}`;
    const outcome = normalise('prometheus-alertmanager', { headers: {}, body });
    const labels = outcome.kind === 'signals' ? outcome.signals[0]?.labels : undefined;
    expect(Object.entries(labels ?? {})).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
      ['alertname', 'A'],
    ]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('a huge identity becomes its hash, and other identities other hashes', () => {
    const [left, right] = ['a', 'b'].map((end) =>
      keyOf(alertmanager([{ status: 'firing', fingerprint: 'x'.repeat(100_000) + end }])),
    );
    expect(left).toMatch(/^sha256:/);
    expect(left).not.toBe(right);
  });

  test('nested labels without end are left out', () => {
    const nested = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    const body = `{"alerts":[{"status":"firing","labels":{"alertname":"A","deep":${nested}}}]}`;
    const outcome = normalise('prometheus-alertmanager', { headers: {}, body });
    expect(outcome).toMatchObject({ signals: [{ title: 'A', labels: { alertname: 'A' } }] });
  });
});

const PAGERDUTY =
  '{"event":{"event_type":"incident.triggered","data":{"type":"incident","id":"Q1"}}}';

function alertmanager(alerts: readonly unknown[]): Outcome {
  const body = JSON.stringify({ groupKey: 'larder', status: 'firing', alerts });
  return normalise('prometheus-alertmanager', { headers: {}, body });
}

function keyOf(outcome: Outcome): string | undefined {
  return outcome.kind === 'signals' ? outcome.signals[0]?.dedupKey : undefined;
}
