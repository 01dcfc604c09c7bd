// Every text that people write is hostile here; what a parser of the format finds must be that text and nothing more.
import { parseFeed } from '@rowanmanning/feed-parser';
import ICAL from 'ical.js';
import ical from 'node-ical';
import RssParser from 'rss-parser';
import { beforeAll, describe, expect, test } from 'vitest';
import { HOSTILE, hostile, textsOf } from './testing/snapshots.ts';
import { outputsOf } from './outputs.ts';
import { withoutControls } from './xml.ts';

const SHOWN = withoutControls(HOSTILE);
/** feed-parser resolves entities twice, so that only its structure and its titles can be judged. */
const ONCE_MORE = SHOWN.replace('&amp;', '&');
const inOneLine = (text: string | null | undefined): string =>
  (text ?? '').replaceAll(/\s+/g, ' ').trim();
let texts: ReadonlyMap<string, string>;
const textOf = (path: string): string => texts.get(path) ?? '';

beforeAll(async () => {
  texts = await textsOf(outputsOf({ audience: 'public', public: hostile() }));
});

describe('hostile words', () => {
  test.each(['history.atom', 'history.rss', 'feed.xml', 'components/shop/history.atom'])(
    'are text in %s',
    (path) => {
      const feed = parseFeed(textOf(path));
      expect(inOneLine(feed.title)).toContain(inOneLine(ONCE_MORE));
      const items = feed.items.map((item) => item.toJSON());
      expect(items).toHaveLength(2);
      for (const item of items) {
        expect(inOneLine(item.title)).toBe(inOneLine(ONCE_MORE));
      }
    },
  );

  test.each(['history.atom', 'history.rss'])(
    'are the same text for rss-parser in %s',
    async (path) => {
      const feed = await new RssParser().parseString(textOf(path));
      expect(feed.items.map((item) => inOneLine(item.title))).toEqual([
        inOneLine(SHOWN),
        inOneLine(SHOWN),
      ]);
    },
  );

  test('are text in JSON Feed and in the Statuspage API', () => {
    const feed = JSON.parse(textOf('feed.json'));
    expect(feed.items[0].title).toBe(HOSTILE.toWellFormed());
    expect(feed.items[0].content_html).not.toMatch(/<script/i);
    const summary = JSON.parse(textOf('api/v2/summary.json'));
    expect(summary.page.name).toBe(HOSTILE.toWellFormed());
    expect(summary.incidents[0].incident_updates[0].body).toBe(SHOWN.replaceAll(/\r?\n/g, ' '));
    expect(summary.components[1].description).toBe(HOSTILE.toWellFormed());
  });

  test('are text in the calendar, and add no event, property or reminder to it', () => {
    const source = textOf('calendar.ics');
    const calendar = new ICAL.Component(ICAL.parse(source));
    const events = calendar.getAllSubcomponents('vevent');
    expect(events).toHaveLength(1);
    const [event] = events;
    expect(event?.getFirstPropertyValue('summary')).toBe(SHOWN.replace('\r\n', '\n'));
    expect(event?.getAllSubcomponents('valarm')).toHaveLength(1);
    expect(event?.getFirstPropertyValue('categories')).toBe(SHOWN.replace('\r\n', '\n'));
    const read = Object.values(ical.sync.parseICS(source)).filter(
      (each) => each?.type === 'VEVENT',
    );
    expect(read).toHaveLength(1);
  });

  test('leave every line of the calendar at 75 bytes or fewer, with no character cut', () => {
    const lines = textOf('calendar.ics').split('\r\n');
    expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    expect(lines.join('')).not.toContain('\ufffd\ufffd');
    expect(lines.filter((line) => /[\r\n]/.test(line))).toEqual([]);
  });

  test('make no link, heading or markup in llms.txt', () => {
    const lines = textOf('llms.txt').split('\n');
    expect(lines.filter((line) => line.startsWith('# '))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('BEGIN'))).toEqual([]);
    expect(textOf('llms.txt')).not.toMatch(/(^|[^\\])<script/);
  });

  test('leave control characters and broken characters nowhere but in JSON, where they are escaped', () => {
    // oxlint-disable-next-line no-control-regex
    const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
    expect([...texts].filter(([, text]) => controls.test(text)).map(([path]) => path)).toEqual([]);
    expect([...texts].filter(([, text]) => !text.isWellFormed()).map(([path]) => path)).toEqual([]);
  });
});
