import { expect, test } from 'vitest';
import type { Instant } from '../model/instant.ts';
import type { IncidentView, PublicView } from '../publication/view.ts';
import { longHistory, textsOf } from './testing/snapshots.ts';
import { outputsOf } from './outputs.ts';

const LEARNED = '2026-11-21T09:30:00.000Z';

/** A long history in which an old incident has a post-mortem, out since an instant; null where nobody wrote that down. */
function learned(postmortemAt: Instant | null, changes: Partial<IncidentView> = {}): PublicView {
  const view = longHistory(60);
  const incidents = view.incidents.map((incident, index) =>
    index === 55
      ? {
          ...incident,
          postmortem: '<p>We are sorry.</p>',
          postmortemText: 'We are sorry.',
          hasPostmortem: true,
          postmortemAt,
          ...changes,
        }
      : incident,
  );
  return { ...view, incidents };
}

async function read(view: PublicView): Promise<{
  readonly json: (path: string) => ReturnType<typeof JSON.parse>;
  readonly text: (path: string) => string;
}> {
  const texts = await textsOf(outputsOf({ audience: 'public', public: view }));
  const text = (path: string): string => texts.get(path) ?? '';
  return { text, json: (path) => JSON.parse(text(path)) };
}

test('a published post-mortem brings its incident to the top of what is polled, with the time of its publication', async () => {
  const { json, text } = await read(learned(LEARNED));
  const [newest] = json('feed.json').items;
  expect([newest.title, newest.date_modified]).toEqual(['Incident 55', LEARNED]);
  expect(newest.content_html).toContain('We are sorry.');
  expect(
    text('history.atom')
      .match(/<(?:updated|title)>[^<]*/g)
      ?.slice(1, 4),
  ).toEqual([`<updated>${LEARNED}`, `<updated>${LEARNED}`, '<title>Incident 55']);
  const { page, incidents } = json('api/v2/incidents.json');
  expect(page.updated_at).toBe(LEARNED);
  expect(json('components/shop/feed.json').items[0].title).toBe('Incident 55');
  expect(json('api/v2/components.json').components[1].updated_at).toBe(LEARNED);
  expect(incidents.map((incident: { readonly name: string }) => incident.name)).not.toContain(
    'Incident 55',
  );
  expect(json(newestPath(learned(LEARNED))).postmortem_published_at).toBe(LEARNED);
});

test('Statuspage’s clients read when it was published, and what was said after it above it', async () => {
  const { json } = await read({ ...learned(LEARNED), incidents: of(learned(LEARNED)) });
  const [told] = json('api/v2/incidents.json').incidents;
  expect(told).toMatchObject({
    status: 'postmortem',
    postmortem_published_at: LEARNED,
    updated_at: LEARNED,
  });
  expect(told.incident_updates.map(statusAndTime)).toEqual([
    ['postmortem', LEARNED],
    ['resolved', told.resolved_at],
    ['investigating', told.started_at],
  ]);
  const after = '2026-11-21T09:45:00.000Z';
  const [old] = of(learned(LEARNED));
  const correction = {
    at: after,
    status: 'resolved',
    html: '<p>Six of ten.</p>',
    text: '',
  } as const;
  const updates = [correction, ...(old?.updates ?? [])];
  const corrected = learned(LEARNED, { updates });
  const again = await read({ ...corrected, incidents: of(corrected) });
  const [last] = again.json('api/v2/incidents.json').incidents;
  expect(last.updated_at).toBe(after);
  expect(last.incident_updates.map(statusAndTime).slice(0, 2)).toEqual([
    ['resolved', after],
    ['postmortem', LEARNED],
  ]);
});

test('the day on which a feed of RSS has it stays', async () => {
  const items = async (at: Instant | null): Promise<readonly string[]> => {
    const view = learned(at);
    const { text } = await read({ ...view, incidents: of(view) });
    return text('history.rss').match(/<pubDate>[^<]*<\/pubDate>/g) ?? [];
  };
  expect(await items(LEARNED)).toEqual(await items(null));
});

test('one of which nobody wrote down when moves nothing', async () => {
  const { json } = await read(learned(null));
  expect(json('feed.json').items[0].title).toBe('Incident 0');
  const view = learned(null);
  const alone = await read({ ...view, incidents: of(view) });
  const [told] = alone.json('api/v2/incidents.json').incidents;
  expect(told).toMatchObject({
    status: 'postmortem',
    postmortem_published_at: null,
    updated_at: told.resolved_at,
  });
  expect(told.incident_updates.map(statusAndTime)[0]).toEqual(['postmortem', told.resolved_at]);
});

test('that of an incident that goes on again is told once it is over', async () => {
  const view = learned(LEARNED, { status: 'monitoring', endedAt: null });
  const { json } = await read({ ...view, incidents: of(view) });
  const [told] = json('api/v2/incidents.json').incidents;
  expect(told).toMatchObject({ status: 'monitoring', postmortem_published_at: null });
  expect(told.updated_at).not.toBe(LEARNED);
});

function of({ incidents }: PublicView): readonly IncidentView[] {
  return incidents.slice(55, 56);
}

function newestPath(view: PublicView): string {
  return `api/v1/incidents/${of(view)[0]?.id ?? ''}.json`;
}

function statusAndTime(update: {
  readonly status: string;
  readonly created_at: string;
}): readonly string[] {
  return [update.status, update.created_at];
}
