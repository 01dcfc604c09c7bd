// A place in a line, counted in columns as Markdown does: a tab reaches to the next multiple of four.

/** A place in one line of a text. */
export type Cursor = {
  readonly text: string;
  /** Where the line begins in the whole text. */
  readonly start: number;
  at: number;
  column: number;
  /** Columns that are left of a tab of which a part was passed. */
  spare: number;
};

/** How far what comes next is indented, and whether nothing comes. */
export function indentOf(cursor: Cursor): { readonly columns: number; readonly isBlank: boolean } {
  const ahead = { ...cursor };
  skipBlanks(ahead);
  return {
    columns: ahead.column - cursor.column + cursor.spare,
    isBlank: ahead.at === cursor.text.length,
  };
}

/** Passes all blanks. */
export function skipBlanks(cursor: Cursor): void {
  cursor.spare = 0;
  for (; cursor.text[cursor.at] === ' ' || cursor.text[cursor.at] === '\t'; cursor.at += 1)
    cursor.column += widthAt(cursor);
}

/** Passes at most so many columns of blanks. */
export function skipColumns(cursor: Cursor, columns: number): void {
  for (let left = columns; left > 0;) {
    if (cursor.spare === 0) {
      const next = cursor.text[cursor.at];
      if (next !== ' ' && next !== '\t') return;
      const width = widthAt(cursor);
      cursor.column += width;
      cursor.at += 1;
      cursor.spare = width;
    }
    const taken = Math.min(left, cursor.spare);
    cursor.spare -= taken;
    left -= taken;
  }
}

function widthAt({ text, at, column }: Cursor): number {
  return text[at] === '\t' ? 4 - (column % 4) : 1;
}
