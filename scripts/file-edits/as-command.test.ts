// What somebody writes into an incident's file does what the command for it does.
import { describe, expect, test } from 'vitest';
import type { Effect } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import {
  also,
  type Change,
  COMMIT,
  ENDED,
  follow,
  more,
  NOW,
  OTHER,
  others,
  put,
  state,
  version,
  WHY,
} from './testing/edited-file.ts';
import { type Beginning, ID, incidentText, openRoom } from '../slash-commands/testing/room.ts';

/** Everything about an incident but what tells a command from a commit. */
function factsOf(incident: Incident, text: string): unknown {
  const { keys: _keys, ...facts } = incident;
  const lines = text
    .slice(text.indexOf('## Timeline'))
    .replaceAll(/ in [0-9a-f]{10}/g, '')
    .replaceAll(/ <!-- e:\S+ -->/g, '');
  return { ...facts, updates: facts.updates, lines };
}

const callsOf = (effects: readonly Effect[]): unknown =>
  effects.flatMap((effect) => (effect.kind === 'notify' ? [{ ...effect, key: '' }] : []));

describe.each<[what: string, beginning: Beginning, command: string, change: Change]>([
  ['a raise', {}, `/sev 1 ${WHY}`, put('severity: sev3', 'severity: sev1')],
  [
    'a raise out of triage',
    { state: 'triage', at: '' },
    `/sev 2 ${WHY}`,
    put('severity: sev3', 'severity: sev2'),
  ],
  [
    'a milder severity',
    { severity: 'sev1' },
    `/sev 3 ${WHY}`,
    put('severity: sev1', 'severity: sev3'),
  ],
  ['another owner', {}, '/delegate platform', put('team: payments', 'team: platform')],
  ['a role', {}, '/role manager @bram-verhoeven', more('roles: {manager: bram-verhoeven}')],
  [
    'a role that nobody has any more',
    { roles: { lead: 'sami-virtanen' } },
    '/role lead none',
    put('roles: {lead: sami-virtanen}\n', ''),
  ],
  ['a further team', {}, '/page platform', more('contributors: [platform]')],
  ['another category', {}, '/set category down', put('category: errors', 'category: down')],
  [
    'another title',
    {},
    '/set title Bank transfers fail',
    put(/^title: .*$/m, 'title: Bank transfers fail'),
  ],
  ['an earlier beginning', {}, '/set started 08:55', put('T09:02:00Z', 'T08:55:00Z')],
  ['an impact', {}, '/impact customers=1240', more('impact: {customers: 1240}')],
  [
    'a suspect',
    {},
    '/suspect payments-api@4.18.0 caused',
    more('change: {kind: code, deploy: payments-api@4.18.0, verdict: caused}'),
  ],
  [
    'a suspect that is cleared',
    { more: 'change: {kind: code, deploy: payments-api@4.18.0, verdict: suspected}\n' },
    '/clear-suspect',
    put(/^change: .*\n/m, ''),
  ],
  [
    'a component',
    {},
    '/set component card-payments major_outage',
    put('partial_outage', 'major_outage'),
  ],
  ['a cause', {}, `/caused-by ${OTHER}`, more(`relations: {caused_by: [${OTHER}]}`)],
  [
    'that the public sees it',
    {},
    '/publish "Card payments failing"',
    more('public: {visibility: public, title: Card payments failing}'),
  ],
  ['that somebody took it', { state: 'triage', at: '' }, '/ack', state('investigating')],
  ['that the cause is known', {}, `/status identified ${WHY}`, state('identified')],
  ['that the suffering ended', {}, `/mitigated ${WHY}`, state('monitoring')],
  [
    'that it goes on',
    { state: 'monitoring', at: 'mitigated: 2026-11-21T09:50:00Z' },
    `/status investigating ${WHY}`,
    state('investigating'),
  ],
  ['its end', {}, `/resolve ${WHY}`, state('resolved')],
  ['that it was none', {}, `/decline ${WHY}`, state('declined')],
  [
    'a repeat',
    {},
    `/duplicate ${OTHER}`,
    also(state('duplicate'), more(`relations: {duplicate_of: ${OTHER}}`)),
  ],
  ['that it fails again', ENDED, `/reopen ${WHY}`, state('investigating')],
  ['a raise after the end', ENDED, `/sev 2 ${WHY}`, put('severity: sev3', 'severity: sev2')],
  [
    'a category after the end',
    ENDED,
    '/set category down',
    put('category: errors', 'category: down'),
  ],
  ['an impact after the end', ENDED, '/impact customers=500', more('impact: {customers: 500}')],
  [
    'a later end of the suffering',
    ENDED,
    '/set mitigated 09:45',
    put('mitigated: 2026-11-21T09:40:00Z', 'mitigated: 2026-11-21T09:45:00Z'),
  ],
  ['that nothing is left to do', ENDED, '/close', state('closed')],
  [
    'that it repeats nothing',
    { state: 'duplicate', more: `relations: {duplicate_of: ${OTHER}}\n` },
    '/unduplicate',
    also(state('investigating'), put(/^relations: .*\n/m, '')),
  ],
  [
    'a worse one that repeats another',
    { severity: 'sev1' },
    `/duplicate ${OTHER}`,
    also(state('duplicate'), more(`relations: {duplicate_of: ${OTHER}}`)),
  ],
])('%s', (_what, beginning, command, change) => {
  test('is the same by an edit of the file as by a command', () => {
    const room = openRoom(beginning, others);
    const [answer] = room.say(command, { login: 'mara-okafor', permission: 'admin' }, NOW);
    expect(answer?.kind).toBe('done');
    const before = incidentText(beginning);
    const edited = follow(before, [version(change(before))]);
    for (const id of [ID, OTHER])
      expect(factsOf(edited.incident(id), edited.text(id))).toEqual(
        factsOf(room.incident(id), room.text(id)),
      );
    expect(callsOf(edited.effects)).toEqual(callsOf(room.effects()));
    expect(edited.text()).toContain(`@mara-okafor in ${COMMIT.slice(0, 10)}`);
  });
});
