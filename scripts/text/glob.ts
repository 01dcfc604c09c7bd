/** Whether a whole text fits a pattern in which `*` stands for any characters and `?` for one, an emoji included; case counts. */
export function matchesGlob(pattern: string, text: string): boolean {
  let inPattern = 0;
  let inText = 0;
  let star = -1;
  let resume = 0;
  while (inText < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      star = inPattern;
      resume = inText;
      inPattern += 1;
    } else if (wanted === '?') {
      inPattern += 1;
      inText += widthAt(text, inText);
    } else if (wanted !== undefined && wanted === text[inText]) {
      inPattern += 1;
      inText += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      resume += widthAt(text, resume);
      inText = resume;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}

/** Some characters are stored as two units. */
function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** How much of a pattern is literal: of two patterns that fit, the one with more says more. */
export function literalLength(pattern: string): number {
  return pattern.replaceAll(/[*?]/g, '').length;
}

/** The literal parts of a pattern: whether it is one as a whole, the one that it begins with, and the longest. */
export function literalParts(pattern: string): {
  readonly isWhole: boolean;
  readonly first: string;
  readonly longest: string;
} {
  const parts = pattern.split(/[*?]/);
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '');
  return { isWhole: parts.length === 1, first: parts[0] ?? '', longest };
}
