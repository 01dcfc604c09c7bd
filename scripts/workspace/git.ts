// One git repository, spoken to through the git program: no shell, no text of others in arguments, no prompts.
import { type GitAnswer, runGit } from './git-process.ts';
import { createObjectReader, type ReadObjects } from './object-reader.ts';

/** Git refused or could not be run; the message is one sentence for people. */
export class GitError extends Error {
  override readonly name = 'GitError';
}

/** A file of a commit to be made, and its new content; null where it is taken out. */
export type FileChange = { readonly path: string; readonly text: string | null };

/** A git repository in a folder. */
export type GitRepository = {
  /** Runs git and gives its answer whatever the exit code. */
  readonly run: (args: readonly string[], input?: string | Uint8Array) => Promise<GitAnswer>;
  /** Runs git and gives its output without the last newline; throws GitError when it fails. */
  readonly read: (args: readonly string[], input?: string) => Promise<string>;
  /** Objects by their names; one that is not found is asked for in a command of its own, which says why. */
  readonly readObjects: ReadObjects;
};

/** What git sees of the environment. */
export type GitEnvironment = Readonly<Record<string, string | undefined>>;

/** Adds to the environment what git proves itself with to a server, asked for anew whenever it talks to one. */
export type GitProof = (environment: GitEnvironment) => Promise<GitEnvironment>;

/** Opens the repository whose work tree is `folder`; without a proof git has ways of its own. */
export function openRepository(
  folder: string,
  environment: GitEnvironment,
  prove: GitProof | null = null,
): GitRepository {
  const inherited = Object.entries(environment).filter(([name]) => !POINTS_ELSEWHERE.has(name));
  const env = {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
  };
  const run: GitRepository['run'] = async (args, input) => {
    const isTalk = prove !== null && args.some((word) => TALKING.has(word));
    const answer = await runGit({
      args: ['-C', folder, ...args],
      env: isTalk ? await prove(withoutTraces(env)) : env,
      input: input ?? '',
    });
    if (answer.code === null) throw new GitError(NO_ANSWER[answer.reason]);
    return answer;
  };
  return {
    run,
    read: async (args, input) => {
      const answer = await run(args, input);
      if (answer.code !== 0) throw new GitError(describeFailure(args, answer));
      return answer.stdout.toString('utf8').replace(/\n$/, '');
    },
    readObjects: createObjectReader(folder, env),
  };
}

const NO_ANSWER = {
  not_started: 'git could not be started: install git and make sure that it is on the PATH',
  lost: 'git gave no answer: the process that had started it was ended',
};

/** Commands that talk to a server. */
const TALKING: ReadonlySet<string> = new Set(['fetch', 'push', 'ls-remote', 'clone', 'pull']);

/** What git tells of its talk is no place for a proof. */
function withoutTraces(environment: GitEnvironment): GitEnvironment {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^GIT_(TRACE|CURL_VERBOSE)/.test(name)),
  );
}

/** Set by git for its hooks; they would lead the commands to another repository than the folder's. */
const POINTS_ELSEWHERE: ReadonlySet<string> = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
]);

/** The last line of what git said, which is the one that tells why. */
function describeFailure(args: readonly string[], answer: GitAnswer): string {
  const reason =
    answer.stderr
      .trim()
      .split('\n')
      .findLast((line) => /^(fatal|error):/.test(line)) ?? answer.stderr.trim().split('\n').at(-1);
  return `git ${args[0] ?? ''} failed: ${(reason ?? `exit code ${answer.code}`).slice(0, 300)}`;
}
