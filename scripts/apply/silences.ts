// The files of silences: what is added, and what ends sooner than its file says. The rest of a file stays as people wrote it.
import { readDocuments } from '../config/document-set.ts';
import { setYamlValue } from '../incidents/front-matter-edit.ts';
import type { Effect } from '../model/effect.ts';
import { parseInstant } from '../model/instant.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** An effect on the file of a silence. */
export type SilenceEffect = Effect & { readonly kind: 'add_silence' | 'end_silence' };

/** The silences of a committed state and what was decided on top of it. */
export type Silences = {
  /** The file as it shall be; null where nothing is to be changed. */
  readonly write: (
    effect: SilenceEffect,
  ) => Promise<{ readonly path: string; readonly text: string } | null>;
};

/** Opens the silences of a commit; they are read when one of them ends. */
export function createSilences(workspace: Pick<Workspace, 'readFiles'>, head: string): Silences {
  const decided = new Map<string, string>();
  const read = async (path: string): Promise<string | null> => {
    const known = decided.get(path);
    if (known !== undefined) return known;
    const file = (await workspace.readFiles(head)).find((each) => each.path === path);
    return file !== undefined && 'text' in file ? file.text : null;
  };
  return {
    write: async (effect) => {
      const path = `rules/silences/${effect.id}.yaml`;
      const before = effect.kind === 'end_silence' ? await read(path) : null;
      const text = effect.kind === 'add_silence' ? effect.text : ended(path, before, effect.until);
      if (text === null) return null;
      decided.set(path, text);
      return { path, text };
    },
  };
}

function ended(path: string, text: string | null, until: string): string | null {
  if (text === null) return null;
  const silence = readDocuments([{ path, text }]).documents.silence[0]?.document;
  const planned = parseInstant(silence?.until ?? '');
  return planned === null || planned <= until ? null : setYamlValue(text, ['until'], until);
}
