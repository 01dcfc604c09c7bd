import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { addMs } from '../model/instant.ts';
import type { PublicView } from '../publication/view.ts';
import { hostile, larder, longHistory, textsOf } from './testing/snapshots.ts';
import { outputsOf } from './outputs.ts';
import { postsOf } from './posts.ts';
import { statuspageFiles } from './statuspage.ts';

const schema: object = JSON.parse(
  readFileSync(new URL('./fixtures/statuspage-v2.schema.json', import.meta.url), 'utf8'),
);
/** What each path holds beside `page`, as the documentation names it. */
const SHAPES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'summary.json': {
    components: 'components',
    incidents: 'unresolved',
    scheduled_maintenances: 'maintenances',
    status: 'status',
  },
  'status.json': { status: 'status' },
  'components.json': { components: 'components', status: 'status' },
  'incidents.json': { incidents: 'incidents' },
  'incidents/unresolved.json': { incidents: 'unresolved' },
  'scheduled-maintenances.json': { scheduled_maintenances: 'maintenances' },
  'scheduled-maintenances/upcoming.json': { scheduled_maintenances: 'maintenances' },
  'scheduled-maintenances/active.json': { scheduled_maintenances: 'maintenances' },
};
const ajv = new Ajv({ strict: false, allErrors: true });
const shapeOf = (keys: Readonly<Record<string, string>>): object => ({
  ...schema,
  type: 'object',
  additionalProperties: false,
  required: ['page', ...Object.keys(keys)],
  properties: {
    page: { $ref: '#/definitions/page' },
    ...Object.fromEntries(
      Object.entries(keys).map(([key, name]) => [key, { $ref: `#/definitions/${name}` }]),
    ),
  },
});

type Answer = {
  readonly page: { readonly id: string };
  readonly components: readonly { readonly id: string; readonly group: boolean }[];
  readonly incidents: readonly {
    readonly id: string;
    readonly status: string;
    readonly started_at: string;
    readonly monitoring_at: string | null;
  }[];
  readonly scheduled_maintenances: readonly {
    readonly id: string;
    readonly status: string;
    readonly scheduled_for: string;
    readonly scheduled_until: string;
    readonly incident_updates: readonly { readonly status: string }[];
  }[];
  readonly status: { readonly indicator: string; readonly description: string };
};
const read = async (view: PublicView): Promise<(path: string) => Answer> => {
  const texts = await textsOf(statuspageFiles(view, postsOf(view)));
  return (path) => {
    const answer: Answer = JSON.parse(texts.get(`api/v2/${path}`) ?? 'null');
    return answer;
  };
};
const RUNNING = '2026-11-25T01:30:00.000Z';

describe('the static Statuspage API', () => {
  const views: readonly (readonly [string, PublicView])[] = [
    ['the example organisation', larder('2026-11-21T10:00:00.000Z').public],
    ['the example during an incident', larder('2026-11-18T14:00:00.000Z').public],
    ['the example during its maintenance', larder(RUNNING).public],
    ['hostile words', hostile()],
    ['a long history', longHistory(300)],
    ['no history', longHistory(0)],
  ];

  test.each(views)('answers every path in the documented shape for %s', async (_name, view) => {
    const answer = await read(view);
    for (const [path, keys] of Object.entries(SHAPES)) {
      const fits = ajv.compile(shapeOf(keys));
      fits(answer(path));
      expect(fits.errors ?? [], path).toEqual([]);
    }
    expect(statuspageFiles(view, []).map((file) => file.path.slice('api/v2/'.length))).toEqual(
      Object.keys(SHAPES),
    );
  });

  test('is refused by the shape when a field is missing, unknown or of another word', async () => {
    const answer = await read(larder(RUNNING).public);
    const fits = ajv.compile(shapeOf(SHAPES['scheduled-maintenances/active.json'] ?? {}));
    const whole = answer('scheduled-maintenances/active.json');
    const [work] = whole.scheduled_maintenances;
    expect(fits(whole)).toBe(true);
    for (const wrong of [{ status: 'resolved' }, { extra: 1 }, { scheduled_for: undefined }])
      expect(fits({ ...whole, scheduled_maintenances: [{ ...work, ...wrong }] })).toBe(false);
  });

  test('lists each running maintenance as active with its window, and as the state of the page', async () => {
    const answer = await read(larder(RUNNING).public);
    expect(answer('scheduled-maintenances/active.json').scheduled_maintenances).toMatchObject([
      {
        status: 'in_progress',
        scheduled_for: '2026-11-25T01:00:00.000Z',
        scheduled_until: '2026-11-25T02:30:00.000Z',
        incident_updates: [{ status: 'in_progress' }, { status: 'scheduled' }],
      },
    ]);
    expect(answer('status.json').status).toEqual({
      indicator: 'maintenance',
      description: 'Service Under Maintenance',
    });
  });

  test('gives each time of a recurring maintenance an id that no later build changes', async () => {
    const before = await read(larder('2026-11-21T10:00:00.000Z').public);
    const after = await read(larder(RUNNING).public);
    const upcoming = before('scheduled-maintenances/upcoming.json').scheduled_maintenances;
    const active = after('scheduled-maintenances/active.json').scheduled_maintenances;
    expect(new Set(upcoming.map((work) => work.id)).size).toBe(upcoming.length);
    expect(active[0]?.id).toBe(upcoming[0]?.id);
    expect(upcoming[0]?.scheduled_for).toBe('2026-11-25T01:00:00.000Z');
  });

  test('keeps its bytes while nothing happens, whenever it is built', async () => {
    const early = larder('2026-11-21T10:00:00.000Z').public;
    const late = larder('2026-11-21T19:00:00.000Z').public;
    expect(await textsOf(statuspageFiles(late, postsOf(late)))).toEqual(
      await textsOf(statuspageFiles(early, postsOf(early))),
    );
  });

  test('lists what is open the newest first, and since when each is watched', async () => {
    const view = longHistory(3);
    const incidents = view.incidents.map((incident) => ({
      ...incident,
      status: 'monitoring' as const,
      endedAt: null,
      updates: [40, 30].map((minutes) => ({
        at: addMs(incident.startedAt, minutes * 60_000),
        status: 'monitoring' as const,
        html: '<p>It works again.</p>',
        text: 'It works again.',
      })),
    }));
    const open = { ...view, incidents, active: incidents };
    const answer = await read(open);
    for (const path of ['summary.json', 'incidents/unresolved.json'])
      expect(
        answer(path).incidents.map(({ started_at, monitoring_at }) => [started_at, monitoring_at]),
        path,
      ).toEqual(incidents.map(({ startedAt }) => [startedAt, addMs(startedAt, 30 * 60_000)]));
  });

  test('tells a published post-mortem as the last word of its incident', async () => {
    const answer = await read(larder('2026-11-21T10:00:00.000Z').public);
    expect(answer('incidents.json').incidents.map((incident) => incident.status)).toContain(
      'postmortem',
    );
  });
});

describe('what machines poll', () => {
  /** What the files of a history weigh without their figures, but for the file of each incident. */
  async function weigh(count: number): Promise<ReadonlyMap<string, number>> {
    const files = outputsOf({ audience: 'public', public: longHistory(count) }).filter(
      ({ path }) => !path.startsWith('api/v1/incidents/'),
    );
    return new Map(
      [...(await textsOf(files))].map(([path, text]) => [path, text.replaceAll(/\d/g, '').length]),
    );
  }

  test('is as large after ten thousand incidents as after a hundred, but for the parts of the history', async () => {
    const polled = async (count: number): Promise<unknown> =>
      [...(await weigh(count))].filter(([path]) => !path.startsWith('api/v1/months'));
    expect(await polled(10_000)).toEqual(await polled(100));
  });

  test('has a file for each month that does not grow after it, and a line for it in their index', async () => {
    const [some, many] = [await weigh(1000), await weigh(10_000)];
    const months = (files: ReadonlyMap<string, number>): readonly string[] =>
      [...files.keys()].filter((path) => path.startsWith('api/v1/months/'));
    const [oldest = '', ...whole] = months(some).toSorted();
    expect(whole).toHaveLength(8);
    for (const path of whole) expect(many.get(path), path).toBe(some.get(path));
    expect(many.get(oldest)).toBeGreaterThan(some.get(oldest) ?? 0);
    const index = (files: ReadonlyMap<string, number>): number =>
      files.get('api/v1/months.json') ?? 0;
    const lines = months(many).length - months(some).length;
    expect(lines).toBeGreaterThan(70);
    expect((index(many) - index(some)) / lines).toBeLessThan(120);
  });

  test('is made for ten thousand incidents within seconds, files of incidents included', async () => {
    const view = longHistory(10_000);
    const begun = performance.now();
    const texts = await textsOf(outputsOf({ audience: 'public', public: view }));
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(texts.size).toBeGreaterThan(10_000);
  });
});
