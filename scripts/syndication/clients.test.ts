// Programs of others read our files from a real server: two feed readers, two calendar readers, a Statuspage client.
import { createServer, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFeed } from '@rowanmanning/feed-parser';
import ICAL from 'ical.js';
import ical from 'node-ical';
import RssParser from 'rss-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveSite } from '../gateway/static-files.ts';
import { writeOutputs } from '../sitebuild/write-outputs.ts';
import { larder } from './testing/snapshots.ts';
import { outputsOf } from './outputs.ts';

const snapshot = larder('2026-11-21T10:00:00.000Z', 'internal');
let folder: string;
let server: Server;
let base: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-clients-'));
  await writeOutputs(folder, outputsOf(snapshot));
  await writeOutputs(folder, [{ path: '404.html', text: () => 'not found' }]);
  server = createServer((request, response) => {
    const { method = 'GET', url = '/' } = request;
    void serveSite({ '/': folder }, new Request(`http://127.0.0.1${url}`, { method })).then(
      async (answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(Buffer.from(await answer.arrayBuffer()));
      },
    );
  });
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => {
    server.close(done);
  });
  await rm(folder, { recursive: true });
});

const get = async (path: string): Promise<string> => (await fetch(`${base}/${path}`)).text();
const NEWEST = 'No delivery slots available in Flanders';
const CURRENT = /<strong>([^<]+)<\/strong>/;

describe('the server', () => {
  test('sends each kind of file with its type to any origin, and a real 404 for what is not there', async () => {
    const head = async (path: string): Promise<readonly (string | number | null)[]> => {
      const { status, headers } = await fetch(`${base}/${path}`, { method: 'HEAD' });
      return [status, headers.get('content-type'), headers.get('access-control-allow-origin')];
    };
    expect(await head('api/v2/components.json')).toEqual([
      200,
      'application/json; charset=utf-8',
      '*',
    ]);
    expect(await head('history.atom')).toEqual([200, 'application/atom+xml; charset=utf-8', '*']);
    expect(await head('history.rss')).toEqual([200, 'application/rss+xml; charset=utf-8', '*']);
    expect(await head('calendar.ics')).toEqual([200, 'text/calendar; charset=utf-8', '*']);
    expect(await head('badge.svg')).toEqual([200, 'image/svg+xml', '*']);
    expect((await head('api/v2/nonsense.json'))[0]).toBe(404);
  });
});

describe('feed readers', () => {
  test.each(['history.atom', 'history.rss', 'feed.xml'])('rss-parser reads %s', async (path) => {
    const feed = await new RssParser().parseURL(`${base}/${path}`);
    expect(feed.title).toBe('Larder status - Incident History');
    const [first] = feed.items;
    expect([first?.title, first?.link]).toEqual([
      NEWEST,
      'https://status.larder.example/incidents/2026-11-18-delivery-slots.html',
    ]);
    const html = String(first?.['content:encoded'] ?? first?.content);
    expect(CURRENT.exec(html)?.[1]).toBe('Resolved');
  });

  test.each(['history.atom', 'history.rss'])('feed-parser reads %s', async (path) => {
    const feed = parseFeed(await get(path));
    expect(feed.items.length).toBe((await jsonFeed('feed.json')).items.length);
    const [first] = feed.items;
    expect([first?.title, (first?.updated ?? first?.published)?.toISOString()]).toEqual([
      NEWEST,
      '2026-11-18T15:20:00.000Z',
    ]);
    expect(new Set(feed.items.map((item) => item.id)).size).toBe(feed.items.length);
  });

  test('find in the feed of a component what touched it and nothing else', async () => {
    const feed = parseFeed(await get('components/invoices/history.atom'));
    expect(feed.items.length).toBeGreaterThan(2);
    for (const item of feed.items)
      expect(item.categories.map((category) => category.term)).toContain('Invoices');
    expect(feed.items.map((item) => item.title)).not.toContain(NEWEST);
  });

  test('of JSON find version 1.1 with an id, an address and times for each item', async () => {
    const feed = await jsonFeed('feed.json');
    expect(feed.version).toBe('https://jsonfeed.org/version/1.1');
    for (const item of feed.items)
      expect(item).toMatchObject({
        id: expect.stringMatching(/^tag:status\.larder\.example,2005:Incident\//),
        url: expect.stringMatching(/^https:\/\/status\.larder\.example\/incidents\//),
        date_published: expect.stringMatching(/Z$/),
        date_modified: expect.stringMatching(/Z$/),
      });
  });
});

describe('calendar readers', () => {
  const NEXT = '2026-10-30-ledger-db-2026-11-25@status.larder.example';
  const CANCELLED = '2026-10-30-ledger-db-2026-12-23@status.larder.example';

  test('ical.js finds each time of the maintenance, its reminder and what was called off', async () => {
    const calendar = new ICAL.Component(ICAL.parse(await get('calendar.ics')));
    const events = calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each));
    expect(events.length).toBeLessThanOrEqual(50);
    const next = events.find((event) => event.uid === NEXT);
    expect(next?.startDate.toJSDate().toISOString()).toBe('2026-11-25T01:00:00.000Z');
    expect(next?.endDate.toJSDate().toISOString()).toBe('2026-11-25T02:30:00.000Z');
    const alarm = next?.component.getFirstSubcomponent('valarm');
    expect(String(alarm?.getFirstPropertyValue('trigger'))).toBe('-PT1440M');
    const off = events.find((event) => event.uid === CANCELLED);
    expect(off?.component.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(off?.sequence).toBe((next?.sequence ?? 0) + 1);
  });

  test('node-ical reads the same times over the change of the clocks', async () => {
    const found = Object.values(ical.sync.parseICS(await get('calendar.ics'))).filter(
      (each) => each?.type === 'VEVENT',
    );
    const starts = found.map((each) => each.start.toISOString());
    expect(starts).toContain('2027-03-24T01:00:00.000Z');
    expect(starts).toContain('2027-03-31T00:00:00.000Z');
    expect(found.map((each) => each.uid)).toContain(NEXT);
  });

  test('find in the calendar of a component its maintenance, and in that of a team its own words', async () => {
    const titles = async (path: string): Promise<readonly string[]> =>
      new ICAL.Component(ICAL.parse(await get(path)))
        .getAllSubcomponents('vevent')
        .map((each) => new ICAL.Event(each).summary);
    expect(new Set(await titles('components/supplier-payouts/calendar.ics'))).toEqual(
      new Set(['Invoices and supplier payouts pause for up to ten minutes']),
    );
    expect(await titles('components/web-shop/calendar.ics')).toEqual([]);
    expect(await titles('teams/data-platform/calendar.ics')).toContain(
      'Weekly patch window of the ledger database, with a switch of the primary',
    );
  });
});

type Client = {
  readonly setApiUrl: (url: string) => void;
  readonly api: {
    readonly getStatus: () => Promise<unknown>;
    readonly getSummary: () => Promise<unknown>;
    readonly getComponents: () => Promise<unknown>;
    readonly incidents: Readonly<Record<'getAll' | 'getUnresolved', () => Promise<unknown>>>;
    readonly scheduledMaintenances: Readonly<
      Record<'getAll' | 'getActive' | 'getUpcoming', () => Promise<unknown>>
    >;
  };
};
const require = createRequire(import.meta.url);

test('the client statuspage.io reads what each of its methods asks for', async () => {
  const loaded: { readonly Statuspage: new (page: string) => Client } = require('statuspage.io');
  const client = new loaded.Statuspage('larder');
  client.setApiUrl(base);
  const { api } = client;
  const page = { page: { name: 'Larder status', time_zone: 'Etc/UTC' } };
  const maintenance = { scheduled_maintenances: expect.any(Array) };
  expect(await api.getStatus()).toMatchObject({ ...page, status: { indicator: 'none' } });
  expect(await api.getSummary()).toMatchObject({ ...page, ...maintenance });
  expect(await api.getComponents()).toMatchObject({ ...page, components: expect.any(Array) });
  expect(await api.incidents.getAll()).toMatchObject({ incidents: expect.any(Array) });
  expect(await api.incidents.getUnresolved()).toMatchObject({ incidents: [] });
  expect(await api.scheduledMaintenances.getAll()).toMatchObject(maintenance);
  expect(await api.scheduledMaintenances.getActive()).toMatchObject(maintenance);
  expect(await api.scheduledMaintenances.getUpcoming()).toMatchObject(maintenance);
});

async function jsonFeed(path: string): Promise<{
  readonly version: string;
  readonly items: readonly Readonly<Record<string, unknown>>[];
}> {
  return JSON.parse(await get(path));
}
