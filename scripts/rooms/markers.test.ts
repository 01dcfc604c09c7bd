import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinBody, readMarks, roomMarker, splitBody, withCursor, NO_KEEPSAKES } from './markers.ts';

const MARKER = roomMarker('2026-11-21-shop');
const NOTHING = NO_KEEPSAKES;

/** Puts a new card into a body. */
function rewrite(body: string, card: string): string {
  return joinBody({ ...splitBody(body), card }, MARKER, NOTHING);
}

describe('a body', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '<!-- tocsin:card -->',
      '<!-- /tocsin:card -->',
      MARKER,
      '<!-- tocsin:cursor x -->',
      '<!--',
      '-->',
      '```',
      '\n',
      '\r\n',
      '\r',
      '- [x] done',
    ),
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  const quiet = text.filter((each) => !each.includes('tocsin:'));

  test('keeps every byte that people wrote above and below the card, whatever it is', () => {
    fc.assert(
      fc.property(quiet, quiet, (above, below) => {
        const first = joinBody(
          { above: above === '' ? '' : `${above}\n`, card: 'old', below: `\n${below}` },
          MARKER,
          NOTHING,
        );
        const second = rewrite(first, 'new');
        expect(second).toBe(first.replace('\nold\n', '\nnew\n'));
      }),
      { numRuns: 1000 },
    );
  });

  test('that has lost its edges, or has them twice, keeps everything and gets one card', () => {
    fc.assert(
      fc.property(text, (body) => {
        const { above, below } = splitBody(body);
        const once = rewrite(body, 'card');
        // What was outside stands there still, and what was no card is below.
        expect(once.startsWith(`${MARKER}\n${above}<!-- tocsin:card -->\ncard\n`)).toBe(true);
        expect(once.endsWith(below)).toBe(true);
        expect(rewrite(once, 'card')).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  test('without a card is people’s text, and stays so below the first one', () => {
    fc.assert(
      fc.property(quiet, (body) => {
        expect(rewrite(body, 'card').endsWith(body)).toBe(true);
        expect(splitBody(rewrite(body, 'card')).below.endsWith(body)).toBe(true);
      }),
    );
  });

  test('of a form becomes a room with the form below', () => {
    expect(rewrite('### What fails?\r\n\r\nThe shop', 'card')).toBe(
      `${MARKER}\n<!-- tocsin:card -->\ncard\n<!-- /tocsin:card -->\n\n### What fails?\r\n\r\nThe shop`,
    );
  });

  test('edited in the browser, with other ends of lines, has its card still', () => {
    const body = rewrite('words', 'one\ntwo').replaceAll('\n', '\r\n');
    expect(splitBody(body).card).toBe('one\ntwo\n');
    expect(rewrite(body, 'new')).toContain('\nnew\n<!-- /tocsin:card -->\n');
    expect(rewrite(body, 'new').endsWith('\r\nwords')).toBe(true);
  });
});

describe('the hidden lines', () => {
  test('say whose room it is, how far its comments are settled, who was assigned, what is untold, and that it is a duplicate', () => {
    const body = joinBody({ above: '', card: 'x', below: '' }, roomMarker('2026-11-21-shop', 2), {
      cursor: '2026-11-21T10:00:00.000Z',
      assigned: ['mara', 'wim'],
      leftOut: ['nils'],
      isUntold: true,
      isRepeat: true,
    });
    expect(readMarks(body)).toEqual({
      incident: '2026-11-21-shop',
      part: 2,
      cursor: '2026-11-21T10:00:00.000Z',
      assigned: ['mara', 'wim'],
      leftOut: ['nils'],
      isUntold: true,
      isRepeat: true,
    });
  });

  test('count only as the first lines: what people quote below them is text', () => {
    expect(readMarks(`### Title\n\n${MARKER}`).incident).toBeNull();
    expect(readMarks(` ${MARKER}`).incident).toBeNull();
  });

  test('take another cursor and leave the rest as it is', () => {
    const body = rewrite('words', 'card');
    const moved = withCursor(body, '2026-11-21T10:00:00.000Z');
    expect(readMarks(moved).cursor).toBe('2026-11-21T10:00:00.000Z');
    expect(moved.replace('<!-- tocsin:cursor 2026-11-21T10:00:00.000Z -->\n', '')).toBe(body);
    expect(withCursor('no room', 'x')).toBe('no room');
  });
});
