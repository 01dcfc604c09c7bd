// What other people's pages and calendars show speaks the languages of the organisation, like its pages.
import { expect, test } from 'vitest';
import { takeSnapshot } from '../publication/snapshot.ts';
import type { Incident } from '../model/incident.ts';
import type { Language } from '../model/page.ts';
import { incidentWith } from '../incidents/testing/incident.ts';
import { minute, organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { textsOf } from './testing/snapshots.ts';
import { outputsOf } from './outputs.ts';

const failing = (id: string, component: string): Incident =>
  incidentWith({
    id,
    severity: 'sev2',
    components: { [component]: 'partial_outage' },
    at: { started: minute(0), declared: minute(0) },
    public: { visibility: 'public', title: `${id} geht nicht` },
  });
const planned = incidentWith({
  id: '2026-11-30-cart',
  kind: 'maintenance',
  components: { cart: 'maintenance' },
  window: { from: minute(600), until: minute(660) },
  updates: [{ at: minute(-60), status: 'scheduled', text: 'Wir tauschen eine Platte.' }],
  public: {
    visibility: 'public',
    title: 'Neue Platte',
    translations: { ar: { title: 'قرص جديد', updates: {} } },
  },
});

const filesIn = async (languages: readonly Language[]): Promise<ReadonlyMap<string, string>> => {
  const organisation = organisationOf(
    smallFiles().map((file) =>
      file.path === 'tocsin.yaml' && 'text' in file
        ? {
            path: file.path,
            text: `${file.text}\npage: {languages: [${languages.join(', ')}]}\n`,
          }
        : file,
    ),
  );
  const incidents = [failing('2026-11-21-cart', 'cart'), failing('2026-11-21-web', 'web-shop')];
  const input = { organisation, postmortems: [], revision: null, now: minute(60) };
  const files = outputsOf(takeSnapshot({ ...input, incidents: [...incidents, planned] }, 'public'));
  const texts = await textsOf(files);
  return new Map([...texts].map(([path, text]) => [path, text.replaceAll('\r\n ', '')]));
};

const ENGLISH =
  /Operational|Partial outage|incidents? (?:is|are) open|As of|Status badge|Affected|Scheduled|Called off/;

test('in the root they speak the language that people write in', async () => {
  const files = await filesIn(['de']);
  expect(files.get('embed.html')).toContain('<html lang="de">');
  expect(files.get('embed.html')).toContain('<b>Teilausfall</b>');
  expect(files.get('embed.html')).toMatch(/2 Störungen sind offen, betroffen: .*Cart/);
  expect(files.get('embed.html')).toMatch(
    /Stand <bdi dir="ltr">\d\d:\d\d UTC<\/bdi> am \d+\. \w+ 2026/,
  );
  expect(files.get('badge.svg')).toContain('Teilausfall');
  expect(files.get('components/cart/badge.svg')).toContain('<desc id="desc">Statusplakette: Cart');
  expect(files.get('calendar.ics')).toMatch(/DESCRIPTION:Betroffen: Cart\\n\S+ Geplant: Wir tau/);
  for (const path of ['embed.html', 'badge.svg', 'components/cart/badge.svg', 'calendar.ics'])
    expect(files.get(path), path).not.toMatch(ENGLISH);
  expect(JSON.parse(files.get('api/v1/summary.json') ?? '').state.sentence).toMatch(/sind offen/);
});

test('further languages stand in their folders, from right to left where they run so', async () => {
  const files = await filesIn(['de', 'ar']);
  const embed = files.get('ar/embed.html') ?? '';
  expect(embed).toContain('<html lang="ar" dir="rtl">');
  expect(embed).toContain('href="../embed.css"');
  expect(embed).toMatch(/href="https:\/\/[^"]+\/ar\/"/);
  expect(embed).toContain('<b>عطل جزئي</b>');
  expect(embed).toMatch(/حتى <bdi dir="ltr">\d\d:\d\d UTC<\/bdi>/);
  expect(files.get('ar/badge.svg')).toContain('direction="rtl"');
  expect(files.get('ar/components/cart/badge.svg')).toContain('عطل جزئي');
  const calendar = files.get('ar/components/cart/calendar.ics') ?? '';
  expect(calendar).toContain('SUMMARY:قرص جديد');
  expect(calendar).toContain('مجدولة: Wir tauschen eine Platte. (بالألمانية)');
  expect(calendar).toMatch(/URL:https:\/\/[^\n]+\/ar\/incidents\/2026-11-30-cart\.html/);
  const uid = /^UID:.*$/m;
  expect(uid.exec(calendar)?.[0]).toBe(uid.exec(files.get('calendar.ics') ?? '')?.[0]);
  for (const path of ['ar/embed.html', 'ar/badge.svg', 'ar/components/cart/calendar.ics'])
    expect(files.get(path), path).not.toMatch(ENGLISH);
});

test('a title that nobody translated says in the widget which language it is', async () => {
  const files = await filesIn(['de', 'en']);
  expect(files.get('en/embed.html')).toContain('<b>Partial outage</b>');
  expect(files.get('en/calendar.ics')).toContain(
    'Scheduled: Wir tauschen eine Platte. (in German)',
  );
});
