import type { Place } from '../model/place.ts';
import { printable, printableName } from './printable.ts';

/** Something that a command complains about; the place is null where it is about everything. */
export type Remark = {
  readonly place: Place | null;
  readonly message: string;
  readonly hint: string;
};

/** Remarks for people: place, sentence, and what to do. */
export function renderRemarks(remarks: readonly Remark[]): string {
  return printable(
    remarks
      .map(({ place, message, hint }) => {
        const where = place === null ? '' : `${place.file}:${place.line}:${place.column} `;
        return `${printableName(where + message)}\n  hint: ${printableName(hint)}\n`;
      })
      .join(''),
  );
}
