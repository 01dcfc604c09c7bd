// Assigns people to an issue. GitHub silently leaves out whoever has no access to the repository.
import type { Github } from '../github/github.ts';
import { done, type Step, stepOf } from './sync.ts';

/** Who is to be assigned where, and of whom the issue says already that GitHub leaves them out. */
type Assigning = {
  readonly number: number;
  readonly logins: readonly string[];
  readonly told: readonly string[];
  readonly what: 'room' | 'issue';
};

/** Assigns people and answers whom GitHub left out; each is told of once in a comment. */
export async function assign(
  { issues, comments }: Github,
  { number, logins, told, what }: Assigning,
): Promise<Step<readonly string[]>> {
  if (logins.length === 0) return done([]);
  const assigned = stepOf(await issues.assign(number, logins));
  if (assigned.kind !== 'done') return assigned;
  const taken = new Set(assigned.value.map((login) => login.toLowerCase()));
  const leftOut = logins.filter((login) => !taken.has(login.toLowerCase()));
  const news = leftOut.filter((login) => !told.includes(login));
  if (news.length === 0) return done(leftOut);
  const said = stepOf(await comments.create(number, leftOutWords(news, what)));
  return said.kind === 'done' ? done(leftOut) : said;
}

function leftOutWords(logins: readonly string[], what: Assigning['what']): string {
  const names = logins.map((login) => `@${login}`).join(', ');
  return `GitHub does not let ${names} be assigned, so no notification of this ${what} reaches them: reach them yourself, and give them access to the repository.`;
}
