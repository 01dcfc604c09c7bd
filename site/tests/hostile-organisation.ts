// Incidents, planned work and post-mortems with hostile text in every field, each with one payload.
import type {
  IncidentDocument,
  PostmortemDocument,
} from '../../scripts/config/markdown-documents.ts';
import type { Located } from '../../scripts/config/document-set.ts';
import { readIncident } from '../../scripts/incidents/document.ts';
import { LANGUAGES } from '../../scripts/model/page.ts';
import { readPostmortem } from '../../scripts/postmortems/document.ts';
import { plant } from '../../scripts/publication/testing/canary.ts';
import {
  located,
  plantedOrganisation,
} from '../../scripts/publication/testing/planted-organisation.ts';

/** What attackers write, each aimed at one reader of text; none is longer than a title may be. */
export const PAYLOADS = [
  '<img src=x onerror=alert(1)>',
  '</title></h1></style><script>alert(1)</script>',
  '"onmouseover="alert(1)" x="',
  '[x](javascript:alert(1)) ![p](https://evil.example/p.png)',
  '<!-- <a href="https://evil.example">Pay here</a> -->',
  ']]><script>alert(1)</script><![CDATA[',
  '&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;',
  'DB down" visibility: public --- # {x: [y',
  '@everyone @org/team <!channel> <https://evil.example|Pay>',
  'Fixes #1, closes org/repo#2 [skip ci] Co-authored-by: a <a@b>',
  '${{ secrets.X }} $(id) `id` {{ x }} %s %0A::error::x',
  '::add-mask::a ##[stop-commands]q',
  '../../.github/workflows/x',
  'BEGIN:VEVENT\\nEND:VCALENDAR;X=1,2:3\\',
  '=HYPERLINK("https://evil.example","x")',
  '\u202egnp.exe \u200b\u2066 аpple العربية 🛎️ e\u0301',
] as const;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** The id of the incident that holds the payload of that number. */
export const idOf = (index: number): string => `2026-11-20-hostile-${LETTERS[index] ?? 'z'}`;
const workOf = (index: number): string => `2026-11-20-work-${LETTERS[index] ?? 'z'}`;
const MAINTENANCE = {
  kind: 'maintenance',
  state: 'triage',
  'at.resolved': undefined,
  'at.closed': undefined,
  window: { from: '2026-11-25T01:00:00Z', until: '2026-11-25T02:00:00Z', remind: ['1h'] },
};
const COMMON = {
  components: { component: 'major_outage' },
  services: ['service'],
  owner: { team: 'canary-id-team', function: 'canary-organisation-function' },
  problems: { 'watch/a': { state: 'firing', since: '2026-11-20T10:00Z', at: '2026-11-20T10:00Z' } },
  'public.visibility': 'public',
  postmortem: undefined,
};
/** What a snapshot is taken of. */
export const HOSTILE_INPUT = {
  organisation: plantedOrganisation(),
  incidents: PAYLOADS.flatMap((payload, index) => [
    readIncident(incidentOf(idOf(index), payload, { kind: 'incident', state: 'closed' })).incident,
    readIncident(incidentOf(workOf(index), payload, MAINTENANCE)).incident,
  ]),
  postmortems: PAYLOADS.map((payload, index) =>
    readPostmortem(
      located<PostmortemDocument>(
        idOf(index),
        fieldsOf('postmortem', payload, {
          state: 'published',
          public: true,
          'action_items.*.owner_team': 'canary-id-team',
        }),
        bodyOf(payload, 'resolved'),
      ),
    ),
  ),
  revision: 'f00',
  now: '2026-11-21T10:00:00.000Z',
};
/** An incident in whose fields stands the payload, wherever the grammar of the field lets it stand. */
function incidentOf(
  id: string,
  payload: string,
  fixed: Readonly<Record<string, unknown>>,
): Located<IncidentDocument> {
  const status = fixed['kind'] === 'incident' ? 'resolved' : 'scheduled';
  // Under the instant of the update, without which a translation is of none.
  const updates = { '2026-11-20T10:00Z': payload };
  const translated = Object.fromEntries(
    LANGUAGES.map((language) => [`public.translations.${language}.updates`, updates]),
  );
  const value = fieldsOf('incident', payload, {
    window: undefined,
    ...COMMON,
    ...translated,
    ...fixed,
  });
  return located<IncidentDocument>(id, value, bodyOf(payload, status));
}

function fieldsOf(
  kind: 'incident' | 'postmortem',
  payload: string,
  fixed: Readonly<Record<string, unknown>>,
): unknown {
  return plant(kind, fixed, kind, (_number, pattern) =>
    pattern !== undefined && !new RegExp(pattern, 'u').test(payload) ? 'word' : payload,
  ).value;
}

function bodyOf(payload: string, status: string): string {
  return [
    ['## Summary', payload],
    ['## Public updates', `### 2026-11-20T10:00Z ${status}`, payload],
    ['## Timeline', '### 2026-11-20 (UTC)', `- 10:00 ${payload}`],
    ['## Customer message', payload],
    ['## Lessons', payload],
  ]
    .flat()
    .join('\n\n');
}
