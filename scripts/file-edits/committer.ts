// Who speaks by a commit: whoever could bring it onto the branch of everybody may do what it does.
import type { AuthoredVersion } from '../config/document-set.ts';
import type { Organisation } from '../model/organisation.ts';
import { findPerson } from '../slash-commands/commands/people.ts';
import type { Speaker } from '../slash-commands/speaker.ts';
import { shortWords } from '../slash-commands/words.ts';
import { LOGIN_PATTERN } from '../model/login.ts';

/** The author of a commit as a speaker; the login where GitHub's address or a team's file tells it. */
export function committer(
  organisation: Organisation,
  { commit, name, address }: AuthoredVersion,
): Speaker {
  const login = ON_GITHUB.exec(address)?.[1] ?? findPerson(organisation, name) ?? '';
  const known = shortWords(name, MOST_NAME);
  return {
    login,
    permission: 'admin',
    commit: { hash: commit, name: known === '' ? 'somebody' : known },
  };
}

const ON_GITHUB = new RegExp(String.raw`^(?:\d+\+)?(${LOGIN_PATTERN})@users\.noreply\.[\w.-]+$`);
const MOST_NAME = 60;
