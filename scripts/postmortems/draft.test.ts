import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { postmortemPath } from '../model/history-path.ts';
import { addMs } from '../model/instant.ts';
import { splitFrontMatter } from '../config/front-matter.ts';
import { editIncident } from '../incidents/edit.ts';
import { readSections } from '../incidents/markdown.ts';
import { validate } from '../validation/validate.ts';
import { exampleFiles } from '../rules/testing/organisation.ts';
import { type BlockName, findBlock, replaceBlock } from './blocks.ts';
import { renderDraft } from './draft.ts';
import { postmortemDue, postmortemMeeting } from './duty.ts';
import { INCIDENT_TEXT, incidentOf, itemOf, materialOf } from './testing/incident.ts';
import type { Material } from './material.ts';
import { readNotes } from './notes.ts';
import { parsePostmortem, refreshPostmortem } from './refresh.ts';
import { SECTIONS } from './sections.ts';

const ID = '2026-11-21-payments-api';
const DRAFT = renderDraft(materialOf());

const titlesOf = (text: string): readonly string[] =>
  readSections(text, splitFrontMatter(text)?.bodyStart ?? 0).map(({ title }) => title);

const blockOf = (text: string, name: BlockName): string => {
  const range = findBlock(text, name);
  return range === null ? 'no such block' : text.slice(range.start, range.end).trim();
};

const withItems = (...items: readonly ReturnType<typeof itemOf>[]): Material => {
  const material = materialOf();
  return { ...material, incident: { ...material.incident, actions: items } };
};

describe('a new post-mortem', () => {
  test('has every section in order, the notes before the action items', () => {
    expect(titlesOf(DRAFT).filter((title) => title !== 'Notes of participants')).toEqual(
      SECTIONS.map(({ title }) => title),
    );
    expect(titlesOf(DRAFT).at(-3)).toBe('Notes of participants');
  });

  test('is valid as it stands', () => {
    const text = INCIDENT_TEXT.replace('\n---\n\n', `\npostmortem: ${ID}\n---\n\n`);
    const files = [
      ...exampleFiles(),
      { path: `incidents/2026/${ID}.md`, text },
      { path: postmortemPath(ID), text: DRAFT },
    ];
    expect(validate(files).diagnostics).toEqual([]);
  });

  test('belongs to the manager, is read by the others and is due as the level says', () => {
    expect(DRAFT).toContain(
      'owner: mara-okafor\nreviewers: [teodora-ilic]\ndue: 2026-12-05\nmeeting: 2026-11-27T10:00:00Z\ndetection: {by: human, gap_minutes: 8}\n',
    );
    const without = (roles: Readonly<Record<string, string>>): string | undefined => {
      const material = materialOf();
      const text = renderDraft({ ...material, incident: { ...material.incident, roles } });
      return parsePostmortem(ID, text)?.owner;
    };
    expect(without({ lead: 'teodora-ilic', scribe: 'yara-haddad' })).toBe('teodora-ilic');
    expect(without({ scribe: 'yara-haddad' })).toBe(
      materialOf().organisation.teams.get('payments')?.lead,
    );
  });

  test('includes the timeline in the order of time, with links', () => {
    expect(blockOf(DRAFT, 'timeline')).toContain(
      `### 2026-11-21 (UTC)

- 09:00 [opened] prometheus: 502 ratio above 5 %
- 09:10 added later: first call of a customer
- 09:24 pool exhausted on [two of six hosts](https://graphs.example/1) ([source](https://rooms.example/7#ic-2219))`,
    );
  });

  test('says how long it lasted and what failed', () => {
    expect(blockOf(DRAFT, 'facts')).toBe(
      '- From 2026-11-21 08:52 UTC to 10:12, 1 h 20 min.\n- Severity: sev2.\n- Services: payments-api.',
    );
  });

  test('takes the action items of the incident over by their ids', () => {
    const text = renderDraft(
      withItems(itemOf({ title: 'Pin *it*', issue: 7 }), itemOf({ id: 'A2' })),
    );
    expect(parsePostmortem(ID, text)?.actionItems.map(({ id }) => id)).toEqual(['A1', 'A2']);
    expect(blockOf(text, 'actions')).toContain(
      String.raw`- **A1** Pin \*it\*: prevent, definitive; accepted; payments, until 2026-12-12, [issue 7](https://rooms.example/7)`,
    );
  });
});

describe('a post-mortem that is brought up to date', () => {
  test('does not change when nothing did', () => {
    expect(refreshPostmortem(DRAFT, materialOf())).toBe(DRAFT);
  });

  test('gets new points of the timeline and new items, and keeps what it says of known ones', () => {
    const first = renderDraft(withItems(itemOf({ status: 'proposed' })));
    const accepted = first.replace('status: proposed', 'status: accepted # in the meeting');
    const incidentText = editIncident(INCIDENT_TEXT, [
      { kind: 'timeline', at: '2026-11-21T09:40:00.000Z', text: 'rolled back', key: 'ic-9' },
    ]);
    const { incident } = withItems(itemOf({ status: 'proposed' }), itemOf({ id: 'A2' }));
    const text = refreshPostmortem(accepted, materialOf({ incidentText, incident }));
    expect(blockOf(text, 'timeline')).toContain(
      '- 09:40 rolled back ([source](https://rooms.example/7#ic-9))',
    );
    expect(text).toContain('status: accepted # in the meeting');
    expect(parsePostmortem(ID, text)?.actionItems.map(({ id, status }) => [id, status])).toEqual([
      ['A1', 'accepted'],
      ['A2', 'accepted'],
    ]);
  });

  test('is due later when the incident lasts longer, unless somebody set the day', () => {
    const open = materialOf();
    const { resolved: _resolved, ...at } = open.incident.at;
    const begun = renderDraft({ ...open, incident: { ...open.incident, at } });
    const later = {
      ...open,
      incident: { ...open.incident, at: { ...at, resolved: '2026-11-23T10:00:00.000Z' } },
    };
    expect(parsePostmortem(ID, refreshPostmortem(begun, later))).toMatchObject({
      due: '2026-12-07',
      meeting: '2026-11-30T10:00:00.000Z',
    });
    const set = begun.replace('due: 2026-12-05', 'due: 2026-12-01');
    expect(parsePostmortem(ID, refreshPostmortem(set, later))?.due).toBe('2026-12-01');
    const moved = begun.replace(/^meeting: .*$/m, 'meeting: 2026-11-25T13:00:00Z');
    expect(parsePostmortem(ID, refreshPostmortem(moved, later))?.meeting).toBe(
      '2026-11-25T13:00:00.000Z',
    );
  });

  test('quotes the notes of participants, so that no heading of theirs becomes a section', () => {
    const notes = readNotes(ID, [
      { path: `postmortems/2026/${ID}/notes/yara-haddad.md`, text: 'I saw it first.' },
      {
        path: `postmortems/2026/${ID}/notes/mara-okafor.md`,
        text: '## Customer message\r\n\r\nsecret\n\n<!-- tocsin:end notes -->\n```\nopen',
      },
      { path: `postmortems/2026/${ID}/notes/.md`, text: 'nobody' },
      { path: 'postmortems/2026/2026-11-21-other/notes/yara-haddad.md', text: 'elsewhere' },
    ]);
    expect(notes.map(({ login }) => login)).toEqual(['mara-okafor', 'yara-haddad']);
    const text = refreshPostmortem(DRAFT, materialOf({ notes }));
    expect(blockOf(text, 'notes')).toContain('**yara-haddad**\n\n> I saw it first.');
    expect(blockOf(text, 'notes')).toContain('> ## Customer message\n>\n> secret');
    expect(titlesOf(text)).toEqual(titlesOf(DRAFT));
    expect(parsePostmortem(ID, text)?.customerMessage).toContain('Not written yet');
  });

  test.each(['<!-- never closed', '```\nnever closed', '<!-- tocsin:end timeline -->'])(
    'is not read differently for what stands between its markers: %j',
    (content) => {
      const text = replaceBlock(DRAFT, 'timeline', content);
      expect(titlesOf(text)).toEqual(titlesOf(DRAFT));
      expect(blockOf(text, 'timeline')).toContain(`\`\`\`text\n${content}`);
      expect(humanPart(text)).toBe(humanPart(DRAFT));
    },
  );

  test('stays as it is where its front matter is broken or a marker is gone', () => {
    const broken = DRAFT.replace('state: draft', 'state: drafty');
    expect(refreshPostmortem(broken, withItems(itemOf()))).toBe(broken);
    const taken = DRAFT.replace('<!-- tocsin:end timeline -->\n', '');
    const text = refreshPostmortem(
      taken,
      materialOf({ incidentText: `${INCIDENT_TEXT}- 11:00 x\n` }),
    );
    expect(text).toBe(taken);
  });

  test('keeps every character that people wrote, wherever they wrote it', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom(
        '## Mine',
        '- item',
        '```',
        '<!-- open',
        '-->',
        '> quote',
        '---',
        '    code',
        'a\r',
      ),
    );
    const edits = fc.array(fc.tuple(fc.nat(), line), { maxLength: 12 });
    const points = fc.array(
      fc.string({ maxLength: 40 }).map((text) => text.replaceAll(/[\r\n]/g, ' ')),
      {
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(edits, points, (written, said) => {
        const lines = DRAFT.split('\n');
        const body = DRAFT.slice(0, splitFrontMatter(DRAFT)?.bodyStart).split('\n').length;
        for (const [at, text] of written)
          lines.splice(body + (at % (lines.length - body + 1)), 0, text);
        const before = lines.join('\n');
        const incidentText = said.reduce(
          (text, point) => `${text}- 11:00 ${point}\n`,
          INCIDENT_TEXT,
        );
        const { incident } = withItems(itemOf(), itemOf({ id: 'A2' }));
        const material = materialOf({ incidentText, incident });
        const after = refreshPostmortem(before, material);
        expect(humanPart(after)).toBe(humanPart(before));
        expect(refreshPostmortem(after, material)).toBe(after);
      }),
      { numRuns: 40 },
    );
  });
});

/** What stands outside the parts of Tocsin. */
function humanPart(text: string): string {
  const body = splitFrontMatter(text)?.bodyStart ?? 0;
  const ranges = (['facts', 'timeline', 'notes', 'actions'] as const)
    .flatMap((name) => findBlock(text, name) ?? [])
    .toSorted((left, right) => right.start - left.start);
  return ranges
    .reduce((rest, { start, end }) => `${rest.slice(0, start)}…${rest.slice(end)}`, text)
    .slice(body);
}

test('the proposed meeting is on a working day within the time that the level gives', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 400 }),
      fc.constantFrom('sev1' as const, 'sev2' as const),
      (day, severityMax) => {
        const resolved = addMs('2026-01-01T09:00:00.000Z', day * 86_400_000);
        const { organisation } = materialOf();
        const incident = incidentOf({ severityMax, at: { declared: resolved, resolved } });
        const meeting = postmortemMeeting(organisation, incident);
        expect(meeting > resolved).toBe(true);
        expect(meeting.slice(0, 10) <= postmortemDue(organisation, incident)).toBe(true);
        expect([1, 2, 3, 4, 5]).toContain(new Date(meeting).getUTCDay());
      },
    ),
  );
});
