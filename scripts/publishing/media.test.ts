import { expect, test } from 'vitest';
import { cacheControlOf, mediaTypeOf } from './media.ts';
import { SITE } from './testing/sample-site.ts';

test('every kind of file that is built has a content type, and only what is named after its content stays in caches', () => {
  for (const path of Object.keys(SITE))
    expect(mediaTypeOf(path), path).not.toBe('application/octet-stream');
  expect(mediaTypeOf('calendar.ics')).toBe('text/calendar; charset=utf-8');
  expect(cacheControlOf('assets/page-BLx7T_0k.js')).toContain('immutable');
  for (const path of ['assets/inside.css', 'index.html', 'assets/x/site-0123abcd.html'])
    expect(cacheControlOf(path), path).toBe('public, max-age=30');
});
