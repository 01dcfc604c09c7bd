// The page paints with the colours by which an organisation's own ones are judged.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Colours, DEFAULT_COLOURS } from '../../scripts/model/page.ts';

const css = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = css.split('@media screen and (prefers-color-scheme: dark)');

test.each([
  ['light', light],
  ['dark', dark],
] as const)('the %s colours of the stylesheet are those of the model', (theme, block) => {
  const painted: Partial<Record<string, string>> = {};
  for (const [, token = '', lightness, chroma, hue] of block.matchAll(OKLCH))
    painted[token] = toHex(Number(lightness) / 100, Number(chroma), Number(hue));
  const expected: Colours = DEFAULT_COLOURS[theme];
  expect(painted).toEqual(expected);
});

const OKLCH = /--(\w+): oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)/g;

/** By the definition of Oklab (CSS Color 4), rounded to the nearest of 256 steps. */
function toHex(lightness: number, chroma: number, hue: number): string {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const [l = 0, m = 0, s = 0] = [
    lightness + 0.3963377774 * a + 0.2158037573 * b,
    lightness - 0.1055613458 * a - 0.0638541728 * b,
    lightness - 0.0894841775 * a - 1.291485548 * b,
  ].map((root) => root ** 3);
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${channels.map((linear) => stepOf(linear).toString(16).padStart(2, '0')).join('')}`;
}

function stepOf(linear: number): number {
  const clipped = Math.min(1, Math.max(0, linear));
  const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255);
}
