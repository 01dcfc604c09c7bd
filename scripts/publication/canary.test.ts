import { beforeAll, describe, expect, test } from 'vitest';
import type {
  ProductDocument,
  OrganisationDocument,
  TeamDocument,
  SourceDocument,
  ScheduleDocument,
  StakeholdersDocument,
  FunctionsDocument,
  LevelsDocument,
} from '../config/documents.ts';
import type { IncidentDocument, PostmortemDocument } from '../config/markdown-documents.ts';
import type { RulesDocument } from '../config/rule-documents.ts';
import type { DocumentSet, Located } from '../config/document-set.ts';
import { buildOrganisation } from '../config/organisation.ts';
import { readIncident } from '../incidents/document.ts';
import { COMPONENT_STATUSES } from '../model/component.ts';
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import { LANGUAGES } from '../model/page.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { readPostmortem } from '../postmortems/document.ts';
import { type Canary, plant } from './fixtures/canary.ts';
import { textsOf } from '../syndication/fixtures/snapshots.ts';
import { outputsOf } from '../syndication/outputs.ts';
import { takeSnapshot } from './snapshot.ts';
import type { Snapshot } from './view.ts';

const AT = '2026-11-20T10:00:00.000Z';
const ID = '2026-11-20-service';

const located = <Document>(id: string, value: unknown, text = ''): Located<Document> => {
  const place = { file: `canary-file-${id}`, line: 1, column: 1, length: 1 };
  return {
    file: place.file,
    id,
    document: value as Document,
    text,
    bodyStart: 0,
    locate: () => place,
    locateKey: () => place,
  };
};

const INSTANTS = Object.fromEntries(
  [
    'started',
    'detected',
    'declared',
    'acknowledged',
    'identified',
    'mitigated',
    'resolved',
    'closed',
  ].map((name) => [`at.${name}`, AT]),
);

const planted = {
  organisation: plant('organisation', {
    environments: ['production'],
    quiet_period: '30m',
    min_confidence: 0.5,
    url: 'https://visible.example',
    // It would stand instead of the organisation's own.
    'page.name': undefined,
  }),
  functions: plant('functions', {}),
  product: plant('product', { 'services.*.id': 'service', 'services.*.component.id': 'component' }),
  team: plant('team', {}),
  schedule: plant('schedule', { overrides: [], 'rotation.start': '2026-01-05T09:00' }),
  stakeholders: plant('stakeholders', {}),
  levels: plant('levels', {}),
  source: plant('source', {}),
  rules: plant('rules', {
    'group.*.reopen': '30m',
    'severity.*.when': {},
    'gate.*.when': {},
    'group.*.when': {},
    'notify.*.when': {},
  }),
  incident: plant('incident', {
    ...INSTANTS,
    kind: 'incident',
    window: undefined,
    state: 'closed',
    components: { component: 'major_outage' },
    services: ['service'],
    'public.visibility': 'public',
    'public.translations.de.updates': { '2026-11-20T10:00Z': 'visible-translation' },
    problems: { 'watch/canaryproblem': { state: 'firing', since: AT, at: AT } },
    postmortem: ID,
  }),
  maintenance: plant(
    'incident',
    {
      ...INSTANTS,
      'at.resolved': undefined,
      'at.closed': undefined,
      kind: 'maintenance',
      'window.from': '2026-11-04T01:00:00Z',
      'window.until': '2026-11-04T02:00:00Z',
      'window.recurs': 'FREQ=WEEKLY',
      'window.zone': 'Europe/Amsterdam',
      'window.except': ['2026-12-23'],
      'window.remind': ['1h'],
      state: 'triage',
      components: { component: 'maintenance' },
      services: ['service'],
      'public.visibility': 'public',
      problems: undefined,
      postmortem: undefined,
      relations: undefined,
    },
    'maintenance',
  ),
  postmortem: plant('postmortem', { state: 'published', public: true }),
};

const WORK = '2026-11-20-work';
const BODY = `## Summary

canary-body-summary

## Public updates

### 2026-11-20T10:00Z investigating

visible-update [visible-link](https://visible.example) <b title="canary-body-html">bold</b><!-- canary-body-comment -->

## Timeline

### 2026-11-20 (UTC)

- 10:00 canary-body-timeline <!-- e:canary-body-key -->

## Signals

canary-body-signal

## Customer message

visible-message

## Lessons

canary-body-lessons
`;

const set: DocumentSet = {
  organisation: [located<OrganisationDocument>('tocsin', planted.organisation.value)],
  functions: [located<FunctionsDocument>('functions', planted.functions.value)],
  product: [located<ProductDocument>('canary-visible-product', planted.product.value)],
  team: [located<TeamDocument>('canary-id-team', planted.team.value)],
  schedule: [located<ScheduleDocument>('canary-id-schedule', planted.schedule.value)],
  stakeholders: [located<StakeholdersDocument>('stakeholders', planted.stakeholders.value)],
  levels: [located<LevelsDocument>('levels', planted.levels.value)],
  source: [located<SourceDocument>('canary-id-source', planted.source.value)],
  silence: [],
  rules: [located<RulesDocument>('00-global', planted.rules.value)],
  incident: [
    located<IncidentDocument>(ID, planted.incident.value, BODY),
    located<IncidentDocument>(
      WORK,
      planted.maintenance.value,
      BODY.replace('investigating', 'scheduled'),
    ),
  ],
  postmortem: [located<PostmortemDocument>(ID, planted.postmortem.value, BODY)],
};

const organisation = (): Organisation => {
  const built = buildOrganisation(set);
  if (built === null) throw new Error('no organisation');
  return built;
};
const incident = (changes: Partial<Incident> = {}): Incident => {
  const [file] = set.incident;
  if (file === undefined) throw new Error('no incident');
  return { ...readIncident(file).incident, ...changes };
};
const maintenance = (changes: Partial<Incident> = {}): Incident => {
  const file = set.incident[1];
  if (file === undefined) throw new Error('no maintenance');
  return { ...readIncident(file).incident, ...changes };
};
const postmortem = (changes: Partial<Postmortem> = {}): Postmortem => {
  const [file] = set.postmortem;
  if (file === undefined) throw new Error('no post-mortem');
  return { ...readPostmortem(file), ...changes };
};

/** The snapshot and every file that machines read of it, with their paths. */
const publish = async (
  incidents: readonly Incident[],
  postmortems: readonly Postmortem[],
  audience: Snapshot['audience'] = 'public',
): Promise<string> => {
  const now = '2026-11-21T10:00:00.000Z';
  const read = audience === 'public' ? organisation() : withClocks(organisation());
  const input = { organisation: read, incidents, postmortems, revision: 'f00', now };
  const snapshot = takeSnapshot(input, audience);
  const files = await textsOf(outputsOf(snapshot));
  return [JSON.stringify(snapshot), ...[...files].flat()].map(unfolded).join('\n');
};

/** A canary is no zone; only people inside see times on the clocks of one. */
function withClocks(read: Organisation): Organisation {
  return { ...read, settings: { ...read.settings, zone: 'UTC' }, schedules: new Map() };
}

/** Calendars break long lines, which would cut a canary in two. */
function unfolded(text: string): string {
  return text.replaceAll('\r\n ', '');
}

/** The fields that customers may see; everything else of every schema must stay inside. */
const PUBLIC: readonly string[] = [
  'organisation:name',
  'organisation:support',
  'organisation:page.logo',
  'organisation:page.css',
  'organisation:page.links.*.text',
  'organisation:page.links.*.url',
  ...['paper', 'ink', 'quiet', 'accent', ...COMPONENT_STATUSES].flatMap((colour) =>
    ['light', 'dark'].map((theme) => `organisation:page.colours.${theme}.${colour}`),
  ),
  'product:name',
  'product:description',
  'product:services.*.component.name',
  'product:services.*.component.description',
  'incident:public.title',
  ...LANGUAGES.flatMap((language) => [
    `incident:public.translations.${language}.title`,
    `postmortem:translations.${language}.customer_message`,
  ]),
];

const all: readonly Canary[] = Object.values(planted).flatMap((each) => each.canaries);

describe('the public snapshot and all that is made of it', () => {
  let json = '';
  beforeAll(async () => {
    json = await publish([incident(), maintenance()], [postmortem()]);
  });

  test.each(
    all
      .filter((canary) => PUBLIC.includes(canary.field))
      .map((canary) => [canary.field, canary.text]),
  )('holds %s', (_field, text) => {
    expect(json).toContain(text);
  });

  test('was looked at for enough fields, every public one among them', () => {
    expect(all.length).toBeGreaterThan(60);
    expect(PUBLIC.filter((field) => !all.some((canary) => canary.field === field))).toEqual([]);
  });

  test('holds no string of any other field', () => {
    const shown = all.filter(
      (canary) => !PUBLIC.includes(canary.field) && json.includes(canary.text),
    );
    expect(shown).toEqual([]);
  });

  test('holds of the bodies what was said to customers and nothing else', () => {
    expect(json).toContain('visible-update');
    expect(json).toContain('visible-translation');
    expect(json).toContain('visible-link');
    expect(json).toContain('visible-message');
    expect(json.match(/canary-(body|id|file)-[a-z]+/g)).toBeNull();
    expect(json).not.toContain('canaryproblem');
  });

  test.each<[string, Partial<Incident>]>([
    ['nothing was said', { public: null }],
    ['it is hidden', { public: { visibility: 'none', title: 'canary-hidden' } }],
    ['it is restricted', { public: { visibility: 'restricted', title: 'canary-hidden' } }],
    ['it is a duplicate', { state: 'duplicate' }],
    ['it was declined', { state: 'declined' }],
  ])('knows nothing of an incident when %s', async (_name, changes) => {
    const shown = await publish([incident(changes)], [postmortem()]);
    expect(shown).not.toContain(ID);
    expect(shown).not.toMatch(/visible-(update|message)|canary-hidden|"status":"major_outage"/);
  });

  test.each<[string, Partial<Postmortem>, boolean]>([
    ['published', { state: 'published' }, true],
    ['closed', { state: 'closed' }, true],
    ['reviewed', { state: 'reviewed' }, false],
    ['a draft', { state: 'draft' }, false],
    ['published, but not public', { state: 'published', public: false }, false],
    ['published without a message', { customerMessage: null }, false],
  ])(
    'shows the customer message of a post-mortem that is %s: %j',
    async (_name, changes, isShown) => {
      const shown = await publish([incident()], [postmortem(changes)]);
      expect(shown.includes('visible-message')).toBe(isShown);
    },
  );

  test('knows nothing of a maintenance that is for people inside, which the calendar of its team shows', async () => {
    const inside = maintenance({ public: null, title: 'canary-inside', services: ['service'] });
    const [team] = organisation().teams.keys();
    const own = { ...inside, owner: { ...inside.owner, team: team ?? '' } };
    expect(await publish([own], [])).not.toContain('canary-inside');
    expect(await publish([own], [], 'internal')).toContain('SUMMARY:canary-inside');
  });
});
