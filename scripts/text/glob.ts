/** Whether a whole text fits a pattern in which `*` stands for any characters and `?` for one; case counts. */
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
    } else if (wanted !== undefined && (wanted === '?' || wanted === text[inText])) {
      inPattern += 1;
      inText += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      resume += 1;
      inText = resume;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
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
