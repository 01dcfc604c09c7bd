// The card: what it says at three in the morning, to whom, and how long it may be.
import { describe, expect, test } from 'vitest';
import type { IncidentRecord } from '../incidents/record.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { postmortemOf } from '../postmortems/testing/incident.ts';
import { exampleFiles, organisationOf } from '../rules/testing/organisation.ts';
import { NO_KEEPSAKES } from './markers.ts';
import { activeParts } from './testing/github-markdown.ts';
import { bodyOf, ID, NOW, record, room, roomIn } from './testing/room.ts';

function organisationWithSilence(when: string): Organisation {
  const path = 'rules/silences/quiet.yaml';
  const text = `schema: tocsin/silence@1\nreason: known\nwhen: ${when}\nfrom: 2026-11-21T03:00:00Z\nuntil: 2026-11-21T05:00:00Z\n`;
  return organisationOf([...exampleFiles(), { path, text }]);
}

describe('the card', () => {
  test('begins with what to do, then the deadline, in at most eight rows', () => {
    const lines = bodyOf(record()).split('\n');
    expect(lines[2]).toBe('**Nobody has taken it yet: take it with `/ack`.**');
    const rows = lines.filter((line) => line.startsWith('|'));
    expect(rows[0]).toBe(
      '| Next | take it by 21 Nov 03:17 UTC<br>public update by 21 Nov 03:32 UTC<br>resolve by 21 Nov 11:02 UTC |',
    );
    expect(rows.length).toBeLessThanOrEqual(10);
    expect(rows).toContain('| Roles | manager **nobody** |');
  });

  test('says what customers read, whatever word the front matter kept', () => {
    const told = record((text) =>
      text
        .replace(
          '\n---\n\n',
          '\npublic: {visibility: public, status: monitoring, title: Card payments fail}\n---\n\n',
        )
        .replace(
          /$/,
          '\n## Public updates\n\n### 2026-11-21T03:20Z identified\n\nIt fails again.\n',
        ),
    );
    expect(bodyOf(told)).toContain('told “identified”, last update');
  });

  test('of an incident that was closed in its file past the gate says so, and its room stays open', () => {
    const past = record((text) =>
      text
        .replace('state: investigating', 'state: closed')
        .replace(
          '02:00Z}',
          '02:00Z, resolved: 2026-11-21T04:00:00Z, closed: 2026-11-21T04:01:00Z}',
        ),
    );
    expect(bodyOf(past)).toMatch(
      /\*\*It was closed in its file, past the gate: a sev2 of the category `errors` needs a post-mortem/,
    );
    expect([bodyOf(past).includes('It is over'), room(past).state]).toEqual([
      false,
      { kind: 'open' },
    ]);
    const closedBy = (key: string | null): typeof past => ({
      ...past,
      timeline: past.timeline.map((each) => ({ ...each, text: '[closed] by @mara', key })),
    });
    expect(room(closedBy(null)).state).toEqual({ kind: 'open' });
    const proper = closedBy('ic-9');
    expect(bodyOf(proper)).toContain('It is over');
    expect(room(proper).state).toEqual({ kind: 'closed', reason: 'completed' });
  });

  test('says of what was resolved and still fires that it does', () => {
    const problem =
      'problems: {watch/yk3tru7nv6ticbsgf73f372jjt: {state: firing, since: 2026-11-21T03:00:00Z, at: 2026-11-21T03:00:00Z}}';
    const resolved = record((text) =>
      text
        .replace('state: investigating', 'state: resolved')
        .replace('02:00Z}', '02:00Z, resolved: 2026-11-21T04:00:00Z}')
        .replace('\n---\n\n', `\n${problem}\n---\n\n`),
    );
    expect(bodyOf(resolved)).toMatch(
      /^.*\*\*It was resolved, and its problem still fires: make sure that it is over, or take it up again with `\/reopen`\.\*\*/m,
    );
  });

  test('names who was called, by rules and by people, whatever the rules would say now', () => {
    expect(bodyOf(record())).toContain('- Nobody was called so far');
    const called = record((text) =>
      text.replace('\n---\n\n', '\ncalled: ["#dba-night", "on call payments-primary"]\n---\n\n'),
    );
    expect(bodyOf(called)).toContain('- Called so far: `#dba-night`, `on call payments-primary`');
    expect(bodyOf(called)).not.toContain('#payments-alerts');
  });

  test('says until when its signals are silenced', () => {
    const silence = (when: string): Organisation => organisationWithSilence(when);
    const about = (of: Organisation): string =>
      /^\| About \|.*$/m.exec(roomIn(of, record()).body('', 1, NO_KEEPSAKES))?.[0] ?? '';
    expect(about(silence('{service: payments-api, incident_severity: [sev2, sev3]}'))).toContain(
      'silent until 21 Nov 05:00 UTC',
    );
    expect(about(silence('{service: payments-api, incident_severity: sev3}'))).not.toContain(
      'silent',
    );
    expect(about(silence('{service: ledger-db}'))).not.toContain('silent');
  });

  test('says so of what has no service, and what of several services is silenced in part', () => {
    const about = (when: string, of: IncidentRecord): string | undefined =>
      /(?:partly )?silent until [^|<]*/
        .exec(roomIn(organisationWithSilence(when), of).body('', 1, NO_KEEPSAKES))?.[0]
        .trim();
    const unowned = record((text) =>
      text.replace(
        'services: [payments-api]\n',
        'problems: {prometheus/abcdefghijklmnopqrstuvwxyz: {state: firing, since: 2026-11-21T03:02:00Z, at: 2026-11-21T03:02:00Z}}\n',
      ),
    );
    expect(about('{source: prometheus, environment: production}', unowned)).toBe(
      'silent until 21 Nov 05:00 UTC',
    );
    expect(about('{source: sentry}', unowned)).toBeUndefined();
    const both = record((text) => text.replace('[payments-api]', '[payments-api, ledger-db]'));
    expect(about('{service: ledger-db}', both)).toBe('partly silent until 21 Nov 05:00 UTC');
    expect(about('{service: [payments-api, ledger-db]}', both)).toBe(
      'silent until 21 Nov 05:00 UTC',
    );
  });

  test('changes when a deadline passes, and not with each minute', () => {
    const early = bodyOf(record(), '2026-11-21T03:03:00.000Z');
    expect(bodyOf(record(), '2026-11-21T03:16:59.000Z')).toBe(early);
    const late = bodyOf(record(), '2026-11-21T03:17:01.000Z');
    expect(late).toContain('| Overdue | take it by 21 Nov 03:17 UTC, **missed**');
    expect(room(record(), '2026-11-21T03:17:01.000Z').labels).toContain('slo/ack-breached');
  });

  test('says who took it and since when, and nobody once it was handed over', () => {
    const taken = (more: string): IncidentRecord =>
      record((text) =>
        text
          .replace('declared:', 'acknowledged: 2026-11-21T03:05:00Z, declared:')
          .replace('state:', `taken_by: mara-okafor\n${more}state:`),
      );
    expect(bodyOf(taken(''))).toContain(
      '| Roles | taken by `mara-okafor` 21 Nov 03:05 UTC · manager',
    );
    expect(room(taken('')).assignees).toContain('mara-okafor');
    const handed = taken('handover: {at: 2026-11-21T03:10:00Z}\n');
    expect(bodyOf(handed)).not.toContain('taken by');
    expect(bodyOf(handed)).toContain(
      'It was handed over or taken up again, and nobody has taken it since',
    );
    expect(room(handed).assignees).not.toContain('mara-okafor');
  });

  test('of planned work says once its time is over that somebody has to end it', () => {
    const work = (updates = ''): IncidentRecord =>
      record((text) =>
        text
          .replace(
            'state: investigating',
            'kind: maintenance\nwindow: {from: 2026-11-21T03:05:00Z, until: 2026-11-21T04:00:00Z}\nstate: triage',
          )
          .replace('## Timeline', `## Public updates\n\n${updates}\n## Timeline`),
      );
    expect(bodyOf(work(), '2026-11-21T03:59:00.000Z')).toContain('**Planned work: tell');
    expect(bodyOf(work(), '2026-11-21T04:00:00.000Z')).toContain('**Its time is over: say');
    const done = work('### 2026-11-21T03:50Z completed\n\nAll is moved.\n');
    expect(bodyOf(done, '2026-11-21T04:00:00.000Z')).toContain('**The work is done: end it');
  });

  test.each([
    ['triage', '', ['update', 'note', 'resolve']],
    ['resolved', 'resolved: 2026-11-21T03:50:00Z, ', ['close', 'action', 'reopen', 'note']],
    ['closed', 'resolved: 2026-11-21T03:50:00Z, ', ['reopen', 'note']],
    ['declined', '', ['reopen', 'note']],
  ])('of planned work that is %s names only what works there', (state, at, names) => {
    const work = record((text) =>
      text
        .replace('declared:', `${at}declared:`)
        .replace(
          'state: investigating',
          `kind: maintenance\nwindow: {from: 2026-11-21T03:05:00Z, until: 2026-11-21T04:00:00Z}\nstate: ${state}`,
        ),
    );
    const card = bodyOf(work, '2026-11-21T03:55:00.000Z');
    const [, sentence = ''] = /^\*\*(.*)\*\*$/m.exec(card) ?? [];
    expect([...card.matchAll(/^- `\/([a-z-]+)[ `]/gm)].map((line) => line[1])).toEqual([
      ...names,
      'help',
    ]);
    expect(card).not.toContain('investigating|');
    expect(sentence.includes('/update')).toBe(state === 'triage');
  });

  test('is assigned to whoever is on call when the team gets it', () => {
    const owned = (team: string, lines: string): readonly string[] =>
      room(
        record(
          (text) =>
            `${text.replace('team: payments', `team: ${team}`)}\n### 2026-11-23 (UTC)\n\n${lines}\n`,
        ),
      ).assignees;
    const said = '[delegated] payments → data-platform by @mara-okafor';
    expect(owned('data-platform', `- 08:30 ${said} <!-- e:ic-7 -->`)).toEqual(['mei-tanaka']);
    expect(owned('data-platform', `- 07:30 ${said} <!-- e:ic-7 -->`)).toEqual(['idris-bello']);
    const again = '[reopened] resolved 2026-11-22 10:00 UTC before, by @mara-okafor';
    expect(owned('data-platform', `- 08:30 ${again} <!-- e:ic-7 -->`)).toEqual(['mei-tanaka']);
    // Words of people, and a hand-over to another team, say nothing of when this one got it.
    expect(owned('data-platform', `- 08:30 ${said}`)).toEqual(['idris-bello']);
    const [begun] = owned('payments', '- 08:29 A note <!-- e:ic-8 -->');
    expect(owned('payments', `- 08:30 ${said} <!-- e:ic-7 -->`)).toEqual([begun]);
  });

  test('asks for a manager once somebody has taken it, and shows the update that waits', () => {
    const taken = record((text) =>
      text.replace('declared:', 'acknowledged: 2026-11-21T03:05:00Z, declared:'),
    );
    expect(bodyOf(taken)).toContain('**Nobody is incident manager: name one with');
    const drafted = record((text) =>
      text
        .replace('declared:', 'acknowledged: 2026-11-21T03:05:00Z, declared:')
        .replace(
          '## Timeline',
          '## Drafts\n\n### 2026-11-21T03:06Z investigating <!-- u:ic-1 by:wim -->\n\nSome payments fail @all.\n\n## Timeline',
        ),
    );
    expect(bodyOf(drafted)).toContain('**A public update waits for the manager');
    expect(bodyOf(drafted)).toContain('Some payments fail @all.');
    for (const state of ['duplicate', 'declined'] as const) {
      const over = { ...drafted, incident: { ...drafted.incident, state } };
      const card = bodyOf(over);
      expect(card).toContain(`It waited for the manager when this became \`${state}\`.`);
      expect(card).toContain('Some payments fail @all.');
      expect(card).not.toMatch(/`\/approve|First steps|Waits for/);
    }
    const promising = (next: string): IncidentRecord =>
      record((text) =>
        text.replace(
          '## Timeline',
          `## Drafts\n\n### 2026-11-21T03:06Z investigating <!-- u:ic-1 by:wim next:${next} -->\n\nSome payments fail.\n\n## Timeline`,
        ),
      );
    expect(bodyOf(promising('90m'))).toContain(
      '\n- It promises the next update within 90 minutes of its publication.\n\n`/approve`',
    );
    expect(bodyOf(promising('2026-11-21T03:15:00.000Z'))).toContain(
      '\n- It promises the next update until 2026-11-21 03:15 UTC.\n',
    );
    expect(bodyOf(promising('2026-11-21T03:09:00.000Z'))).toContain('That has passed');
  });

  test('names earlier incidents like it by their files, and nobody by a mention', () => {
    const body = bodyOf(record());
    expect(body).toContain('### Similar before');
    expect(body).toContain('blob/main/incidents/2026/2026-09-14-payments-api.md');
    expect(activeParts(body).filter((part) => part.startsWith('mention'))).toEqual([]);
  });

  test('stays below 48 KiB with any text, says what it left out, and leaves room for people', () => {
    const huge = record(
      (text) => `${text}\n## Decision\n\n\`\`\`text\n${'trace '.repeat(40_000)}\n\`\`\`\n`,
    );
    const body = bodyOf(huge);
    expect(Buffer.byteLength(body)).toBeLessThan(48 * 1024);
    expect(body).toContain('Cut: [the whole text](');
    const full = room(huge).body('x'.repeat(44_000), 1, NO_KEEPSAKES);
    expect(Buffer.byteLength(full)).toBeLessThan(48 * 1024);
    expect(full).toMatch(/Cut: |Left out to keep this short/);
    expect(full.endsWith('x'.repeat(44_000))).toBe(true);
  });
});

describe('the post-mortem on the card', () => {
  const resolve = (text: string): string =>
    text
      .replace('state: investigating', 'state: resolved')
      .replace(
        'declared:',
        'acknowledged: 2026-11-21T03:05:00Z, resolved: 2026-11-21T04:00:00Z, declared:',
      );
  const resolved = record(resolve);
  const cardWith = (postmortem: Postmortem | null): string =>
    room(resolved, NOW, postmortem).body('', 1, NO_KEEPSAKES);

  test('is its pull request until that is merged', () => {
    const card = cardWith(null);
    const address = `https://github.example/larder/incidents/pulls?q=tocsin/postmortem/${ID}`;
    expect(card.split('\n')[2]).toBe(
      `**It is fixed: finish [the pull request of its post-mortem](${address}), have it approved and merge it, then \`/close\`.**`,
    );
    expect(card).toContain(
      `| To be done | [pull request of the post-mortem](${address}), meeting proposed for 27 Nov 10:00 UTC |`,
    );
    expect(card).not.toContain('begin it with `/postmortem');
  });

  test.each([
    [', meeting: 2026-11-30T14:00:00Z', ', meeting proposed for 30 Nov 14:00 UTC'],
    ['', ''],
  ])('says the day and the meeting that people chose in its draft', (meeting, words) => {
    const chosen = record((text) =>
      resolve(text).replace('owner: {', `postmortem_draft: {due: 2026-12-05${meeting}}\nowner: {`),
    );
    const card = bodyOf(chosen);
    expect(card).toContain('| Next | post-mortem by 5 Dec 23:59 UTC |');
    expect(card).toContain(`/${ID})${words} |`);
  });

  test('that was merged unread is said to be so, and who may not approve it', () => {
    const card = cardWith(
      postmortemOf({
        incident: ID,
        state: 'draft',
        owner: 'mara-okafor',
        meeting: '2026-11-24T10:00:00.000Z',
      }),
    );
    expect(card.split('\n')[2]).toMatch(
      /^\*\*It is fixed, and \[its post-mortem\]\(\S+\/postmortems\/2026\/\S+\.md\) is not reviewed: have it approved by somebody else than `mara-okafor`, and set `state: reviewed`/,
    );
    expect(card).toMatch(
      /\| To be done \| \[post-mortem\]\(\S+\), not reviewed, meeting 24 Nov 10:00 UTC \|/,
    );
  });
});
