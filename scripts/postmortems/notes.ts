// What participants wrote down on their own, each in a file, as it stands in the post-mortem: quoted, so that no
// heading of theirs becomes a section.
import { postmortemPath } from '../model/history-path.ts';
import { isLogin } from '../model/login.ts';

/** What one person wrote. */
export type ParticipantNote = { readonly login: string; readonly text: string };

/** The path of somebody's own notes. */
export function notePath(incident: string, login: string): string {
  return `${postmortemPath(incident).replace(/\.md$/, '')}/notes/${login}.md`;
}

/** The notes on an incident among files. */
export function readNotes(
  incident: string,
  files: readonly { readonly path: string; readonly text?: string }[],
): readonly ParticipantNote[] {
  const folder = notePath(incident, '').slice(0, -'.md'.length);
  return files
    .flatMap(({ path, text }) => {
      const login = path.startsWith(folder) ? path.slice(folder.length, -'.md'.length) : '';
      return isLogin(login) && path.endsWith('.md') && text !== undefined && text.trim() !== ''
        ? [{ login, text }]
        : [];
    })
    .toSorted((left, right) => (left.login < right.login ? -1 : 1));
}

/** Markdown of all notes. */
export function renderNotes(incident: string, notes: readonly ParticipantNote[]): string {
  if (notes.length === 0)
    return `_Write down what you saw and did, before you read what others wrote: in \`${notePath(incident, '<login>')}\`, or below._`;
  return notes.map(({ login, text }) => `**${login}**\n\n${quote(text)}`).join('\n\n');
}

function quote(text: string): string {
  return text
    .trim()
    .split(/\r\n|\r|\n/)
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}
