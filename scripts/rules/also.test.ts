// What `explain` says of rules with `also`: who is told by which, and why the others added nobody.
import { describe, expect, test } from 'vitest';
import { renderTrace } from './explain.ts';
import { organisationWith, startStory } from './testing/story.ts';

const WAR_ROOM =
  '  - {id: war-room, when: {label.alertname: {glob: "Sec*"}}, also: [{channel: "#war-room"}, team-channel]}\n';

function said(notify: string, alertname = 'SecScan'): readonly string[] {
  const { send } = startStory(organisationWith({ notify }));
  const { trace } = send(0, { service: 'shop', severity: 'critical', labels: { alertname } });
  const entries = trace.filter(({ stage }) => stage === 'notify' || stage === 'also');
  return renderTrace(entries)
    .split('\n')
    .filter((line) => !/nobody is on call|instead$/.test(line))
    .map((line) =>
      line
        .trim()
        .replaceAll(/ {2,}/g, '  ')
        .replace(/rules\/.*:/, ''),
    );
}

describe('a rule with `also`', () => {
  test('that matches has a line of its own, with its condition and whom it adds', () => {
    expect(said(WAR_ROOM)).toEqual([
      expect.stringMatching(/^notify {2}#shop by default {2}\d+$/),
      expect.stringMatching(/^also {2}#war-room, #shop by war-room {2}\d+$/),
      'when label.alertname is `Sec*`',
    ]);
  });

  test('that does not match says what it wants', () => {
    expect(said(WAR_ROOM, 'secScan')).toEqual([
      expect.stringMatching(/^notify /),
      'also  nobody',
      expect.stringMatching(/^· war-room: label.alertname is `secScan`, wants `Sec\*` {2}\d+$/),
    ]);
  });

  test('is told of below those that match, however many do', () => {
    const everybody = [1, 2, 3, 4, 5].map(
      (index) => `  - {id: all-${index}, also: [{channel: "#all-${index}"}]}\n`,
    );
    const lines = said([...everybody, WAR_ROOM].join(''), 'Other');
    expect(lines.filter((line) => line.startsWith('also'))).toHaveLength(5);
    expect(lines.at(-1)).toMatch(/^· war-room: label.alertname is `Other`/);
  });

  test('is counted where it is not shown, without those that match', () => {
    const others = Array.from(
      { length: 9 },
      (_, index) => `  - {id: other-${index}, when: {host: h${index}}, also: [team-channel]}\n`,
    );
    const all = '  - {id: all, also: [{channel: "#all"}]}\n';
    expect(said([all, ...others].join('')).slice(-4)).toEqual([
      expect.stringMatching(/^· other-6: host is missing, wants `h6`/),
      expect.stringMatching(/^· other-7: /),
      expect.stringMatching(/^· other-8: /),
      expect.stringMatching(/^· and 6 more, the first of them here/),
    ]);
  });

  test('is not spoken of where nobody wrote one', () => {
    expect(said('')).toHaveLength(1);
  });
});
