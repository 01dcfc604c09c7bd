import { expect, test } from 'vitest';
import { hostile, longHistory, textsOf } from './testing/snapshots.ts';
import { outputsOf } from './outputs.ts';

const view = longHistory(60);
const inGerman = { ...view, page: { ...view.page, languages: ['de', 'en'] as const } };

test('feeds name the language that people write in', async () => {
  const texts = await textsOf(outputsOf({ audience: 'public', public: inGerman }));
  expect(texts.get('history.atom')).toContain('<feed xml:lang="de"');
  expect(texts.get('history.rss')).toContain('<language>de</language>');
  expect(JSON.parse(texts.get('components/shop/feed.json') ?? '')).toMatchObject({
    language: 'de',
  });
});

test('each language has feeds of its own, with what was translated and the rest marked', async () => {
  const [, open] = hostile().incidents;
  const [update] = open?.updates ?? [];
  if (open === undefined || update === undefined) throw new Error('no incident');
  const told = {
    ...open,
    updates: [{ ...update, html: '<p>Orders fail.</p>', text: 'Orders fail.' }],
  };
  const said = {
    [update.at]: { html: '<p>Bestellen geht nicht.</p>', text: 'Bestellen geht nicht.' },
  };
  const translations = { de: { title: 'Der Laden ist zu', updates: said, postmortem: null } };
  const both = [
    { ...told, translations },
    { ...told, id: '2026-11-19-shop' },
  ];
  const texts = await textsOf(
    outputsOf({ audience: 'public', public: { ...hostile(), incidents: both } }),
  );
  const feed = JSON.parse(texts.get('de/feed.json') ?? '');
  expect(feed.language).toBe('de');
  expect(feed.items[0]).toMatchObject({
    title: 'Der Laden ist zu',
    url: 'https://status.larder.example/de/incidents/2026-11-20-shop.html',
  });
  expect(feed.items[0].content_html).toContain(
    '<strong>Wird untersucht</strong> - Bestellen geht nicht.',
  );
  expect(feed.items[1].content_html).toContain(
    '<span lang="en" dir="auto">Orders fail.</span> (auf Englisch)',
  );
  expect(texts.get('ar/components/shop/history.atom')).toContain('xml:lang="ar"');
  expect(texts.get('history.atom')).toContain('Orders fail.');
});

test('links keep their targets and lists their lines in feeds, interfaces and calendars', async () => {
  const shown = hostile();
  const html =
    '<p>See <a href="https://larder.example/a">the details</a>:</p>\n<ul>\n<li>pay by card</li>\n<li>or call us</li>\n</ul>';
  const told = shown.incidents.map((incident) => ({
    ...incident,
    updates: incident.updates.map((update) => ({ ...update, html })),
  }));
  const texts = await textsOf(
    outputsOf({ audience: 'public', public: { ...shown, incidents: told, active: told.slice(1) } }),
  );
  const plain = 'See the details (https://larder.example/a):\n\n- pay by card\n- or call us';
  const [item] = JSON.parse(texts.get('feed.json') ?? '').items;
  expect(item.content_html).toMatch(
    /<strong>\w+<\/strong> - See <a href="https:\/\/larder.example\/a">the details<\/a>:<\/p><ul>/,
  );
  expect(JSON.parse(texts.get('de/feed.json') ?? '').items[0].content_html).toMatch(
    /<div lang="en" dir="auto"><ul>[^]*<\/ul><\/div> \(auf Englisch\)/,
  );
  expect(
    JSON.parse(texts.get('api/v2/incidents.json') ?? '').incidents[0].incident_updates[0].body,
  ).toBe(plain);
  expect(texts.get('calendar.ics')?.replaceAll('\r\n ', '')).toContain(
    plain.replaceAll('\n', '\\n'),
  );
});

test('every feed holds the newest fifty of a long history', async () => {
  const texts = await textsOf(outputsOf({ audience: 'public', public: view }));
  const titles = (path: string) => texts.get(path)?.match(/<title>Incident \d+<\/title>/g) ?? [];
  for (const path of ['history.atom', 'history.rss', 'components/shop/history.atom']) {
    expect(titles(path)).toHaveLength(50);
    expect(titles(path)[0]).toBe('<title>Incident 0</title>');
  }
  expect(JSON.parse(texts.get('feed.json') ?? '').items).toHaveLength(50);
});

test('the file of an incident has what was said in other languages', async () => {
  const [, open] = hostile().incidents;
  if (open === undefined) throw new Error('no incident');
  const translations = { de: { title: 'Der Laden ist zu', updates: {}, postmortem: null } };
  const told = { ...hostile(), incidents: [{ ...open, translations }] };
  const texts = await textsOf(outputsOf({ audience: 'public', public: told }));
  expect(JSON.parse(texts.get(`api/v1/incidents/${open.id}.json`) ?? '')).toMatchObject({
    translations: { de: { title: 'Der Laden ist zu' } },
  });
});

test('an update dated ahead takes nothing out of the feeds that was said before it', async () => {
  const [, open] = hostile().incidents;
  const [update] = open?.updates ?? [];
  if (open === undefined || update === undefined) throw new Error('no incident');
  const said = { ...update, html: '<p>Orders fail.</p>', text: 'Orders fail.' };
  const ahead = { ...said, at: '2999-01-01T00:00:00.000Z', html: '<p>Later.</p>', text: 'Later.' };
  const incidents = [{ ...open, updates: [ahead, said] }];
  const texts = await textsOf(
    outputsOf({ audience: 'public', public: { ...hostile(), incidents } }),
  );
  const { items } = JSON.parse(texts.get('feed.json') ?? '');
  expect(items).toHaveLength(1);
  expect(items[0].content_html).toContain('Orders fail.');
  expect(items[0].content_html).not.toContain('Later.');
  expect(items[0].date_modified).toBe(update.at);
});
