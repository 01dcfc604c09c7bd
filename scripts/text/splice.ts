/** Replaces the characters from `start` to `end` and leaves every other one alone. */
export function splice(text: string, start: number, end: number, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}
