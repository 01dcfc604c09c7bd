// Declarations of what only few may know: in a repository that everybody may read none is made.
import { CommandFailure } from '../../cli/exit-code.ts';
import type { Organisation } from '../../model/organisation.ts';
import type { EditableBook } from '../../response/book.ts';
import type { Runtime } from '../../runtime.ts';
import { type Declaration, isForFew, readDeclaration } from '../../declaring/declaration.ts';
import { toldBy } from '../../declaring/declare.ts';

/** Where something is declared. */
export type DeclaringPlace = {
  readonly organisation: Organisation;
  readonly runtime: Runtime;
  /** Whether others read what is printed, as the log of a run. */
  readonly isOverheard: boolean;
};

/** Throws where everybody would read it: nothing of what was typed leaves this machine, and who would be called is named to whoever typed it. */
export function refuseInPublic(
  { organisation, runtime, isOverheard }: DeclaringPlace,
  book: EditableBook,
  declaration: Declaration,
): void {
  const read = readDeclaration(organisation, book, declaration, runtime.now());
  const isPublic = organisation.settings.repository === 'public';
  if (read.kind === 'refused' || !isPublic || !isForFew(read.facts)) return;
  const told = isOverheard ? null : toldBy(organisation, book, declaration, runtime.now());
  const call = told === null ? '' : ` Call them yourself: ${told}.`;
  throw new CommandFailure(
    `nothing was declared, nothing was sent and nobody was called: everybody reads the issues and files of this repository (\`repository: public\` in tocsin.yaml), and watchers get issues by mail. Lead a security incident in a private repository of the organisation (--root).${call}`,
  );
}
