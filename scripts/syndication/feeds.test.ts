import { expect, test } from 'vitest';
import { hostile, longHistory, textsOf } from './fixtures/snapshots.ts';
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
