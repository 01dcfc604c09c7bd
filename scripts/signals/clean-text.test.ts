import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { abbreviate, cleanLine, cleanProse, clip, quote } from './clean-text.ts';

describe('cleanLine', () => {
  test.each([
    ['trims', '  down \n', 'down'],
    ['joins lines', 'one\r\ntwo\u2028three\tfour', 'one two three four'],
    ['drops C0 and C1 controls', 'a\u0000b\u001b[31mc\u0085d\u009be', 'ab[31mc de'],
    ['drops bidi overrides and isolates', 'txt\u202Egpj.exe\u2066x\u2069', 'txtgpj.exex'],
    ['drops zero-width characters', 'pay\u200Bments\uFEFF-\u2060api\u00AD', 'payments-api'],
    ['drops invisible tag characters', 'ok\u{E0068}\u{E0069}', 'ok'],
    ['composes to NFC', 'Zu\u0308rich', 'Zürich'],
    ['replaces lone surrogates', 'a\uD800b', 'a\uFFFDb'],
    ['keeps emoji with their variation selector', '⚠\uFE0F 🔥', '⚠\uFE0F 🔥'],
    ['ends runs of combining marks', `a${'\u0316'.repeat(500)}`, `a${'\u0316'.repeat(30)}`],
  ])('%s', (_behaviour, text, expected) => {
    expect(cleanLine(text)).toBe(expected);
  });

  test.each(['', '   ', '\n\t', '\u200B\u202E\u0000'])('gives null for the empty %j', (text) => {
    expect(cleanLine(text)).toBeNull();
  });

  test('changes nothing that is already clean', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = cleanLine(text);
        if (once !== null) expect(cleanLine(once)).toBe(once);
      }),
    );
  });

  test('takes linear time over alternating combining marks', () => {
    const started = performance.now();
    cleanLine('\u0301\u0316'.repeat(250_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('cleanProse', () => {
  test('keeps line breaks, as one kind, and tabs', () => {
    expect(cleanProse('one\r\n\ttwo\rthree\u2028four')).toBe('one\n\ttwo\nthree\nfour');
  });

  test('drops what is invisible', () => {
    expect(cleanProse('a\u0007\u202Eb\u200D')).toBe('ab');
  });
});

describe('cutting', () => {
  test('never splits a code point', () => {
    expect(clip('ab🔥', 3)).toBe('ab');
    expect(clip('ab🔥', 4)).toBe('ab🔥');
    expect(abbreviate('ab🔥cd', 4)).toBe('ab…');
  });

  test('keeps the limit and stays well-formed for any text', () => {
    const anyText = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 20 }), (text, maxLength) => {
        for (const cut of [clip(text, maxLength), abbreviate(text, maxLength)]) {
          expect(cut.length).toBeLessThanOrEqual(maxLength);
          expect(cut.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  test('quotes foreign text in one short line that cannot leave its backticks', () => {
    expect(quote('a`b\nc')).toBe("`a'b c`");
    expect(quote('\u200B')).toBe('empty text');
    expect(quote('x'.repeat(1_000))).toHaveLength(82);
  });
});
