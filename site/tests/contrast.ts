// Contrast by the formula of WCAG 2, and that of words in pictures, which axe does not know: it judges `color`, and they
// are painted in `fill`.
import type { Frame, Page } from 'playwright-core';

/** Words in a picture with the colours that they are painted in and on, as red, green and blue from 0 to 255. */
type Painted = {
  readonly words: string;
  readonly ink: readonly number[];
  readonly paper: readonly number[];
};

/** How two colours stand out from each other, from 1 to 21. */
export function contrastOf(left: readonly number[], right: readonly number[]): number {
  return contrast(luminanceOf(left), luminanceOf(right));
}

/** The same of relative luminances. */
export function contrast(left: number, right: number): number {
  return (Math.max(left, right) + 0.05) / (Math.min(left, right) + 0.05);
}

/** Relative luminance of red, green and blue from 0 to 255. */
export function luminanceOf(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) =>
    channel <= 10 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** All words that pictures of the page show, each at its beginning, middle and end. */
export function wordsInPictures(page: Page | Frame): Promise<readonly Painted[]> {
  return page.evaluate(() => {
    const brush = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    if (brush === null) throw new Error('no canvas');
    const paint = (colour: string, opacity: number): void => {
      if (colour === 'none') return;
      brush.globalAlpha = opacity;
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
    };
    const painted = (): readonly number[] => [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
    const opacityOf = (element: Element): number =>
      element.parentElement === null
        ? 1
        : Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement);
    const cover = (element: Element): void => {
      const { backgroundColor, fill, fillOpacity } = getComputedStyle(element);
      const isShape = element instanceof SVGGeometryElement;
      if (isShape) paint(fill, Number(fillOpacity) * opacityOf(element));
      else paint(backgroundColor, opacityOf(element));
    };
    const at = (text: SVGTextElement, share: number): Painted => {
      const { left, top, width, height } = text.getBoundingClientRect();
      const all = document.elementsFromPoint(left + width * share, top + height / 2);
      const below = all.slice(all.indexOf(text) + 1).filter((each) => !text.contains(each));
      paint(getComputedStyle(document.documentElement).backgroundColor, 1);
      for (const element of below.toReversed()) cover(element);
      const paper = painted();
      const { fill, fillOpacity } = getComputedStyle(text);
      paint(fill, Number(fillOpacity) * opacityOf(text));
      return { words: text.textContent, ink: painted(), paper };
    };
    return [...document.querySelectorAll<SVGTextElement>('svg text')]
      .filter((text) => text.checkVisibility({ visibilityProperty: true }))
      .flatMap((text) => {
        text.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
        return [0.05, 0.5, 0.95].map((share) => at(text, share));
      });
  });
}
