import { foldLines } from '../text/width.ts';

/** Text for people: it cannot speak to the terminal, and no line leaves it. */
export function readable(text: string, { width }: { readonly width: number }): string {
  return foldLines(printable(text), width);
}

/** The name of something from outside, such as a file: it cannot leave its line either. */
export function printableName(name: string): string {
  return printable(name).replaceAll(/[\n\t\p{Cf}\p{Zl}\p{Zp}]/gu, '�');
}

/** Text from outside must not speak to the terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu, (character) =>
    character === '\n' || character === '\t' ? character : '�',
  );
}
