/** Text from outside must not speak to the terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu, (character) =>
    character === '\n' || character === '\t' ? character : '�',
  );
}
