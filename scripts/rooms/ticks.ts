// Ticks of people in the task lists of the card: a rewrite keeps them for every step that is still there.

/** The new card with the steps ticked that are ticked in the old one. */
export function keepTicks(card: string, old: string): string {
  const ticked = new Set(
    old.split('\n').flatMap((line) => /^- \[[xX]\] (.*)$/.exec(line.trimEnd())?.[1] ?? []),
  );
  return card.replaceAll(/^- \[ \] (.*)$/gm, (line, step: string) =>
    ticked.has(step) ? `- [x] ${step}` : line,
  );
}
