// Who speaks at the command line: whoever may commit to the repository may give every command.
import type { Arguments } from '../../cli/arguments.ts';
import { UsageError } from '../../cli/exit-code.ts';
import type { Runtime } from '../../runtime.ts';
import type { Speaker } from '../../slash-commands/speaker.ts';
import { openRepository } from '../../workspace/git.ts';
import { isLogin } from '../../model/login.ts';

/** The speaker by `--as`, GITHUB_ACTOR or git's own settings; UsageError where nothing names a login. */
export async function localSpeaker(
  args: Arguments,
  runtime: Runtime,
  root: string,
): Promise<Speaker> {
  const given = args.value('as')?.replace(/^@/, '') ?? null;
  if (given !== null && !isLogin(given))
    throw new UsageError(`unexpected --as \`${given.slice(0, 40)}\`, expected a GitHub login`);
  const login = given ?? runtime.environment['GITHUB_ACTOR'] ?? (await loginOfGit(runtime, root));
  if (login === null || !isLogin(login))
    throw new UsageError(
      'expected who speaks: --as LOGIN, or once and for all `git config github.user LOGIN`',
    );
  return { login, permission: 'admin' };
}

async function loginOfGit(runtime: Runtime, root: string): Promise<string | null> {
  const repository = openRepository(root, runtime.environment);
  for (const name of ['github.user', 'user.name']) {
    const { code, stdout } = await repository.run(['config', '--get', name]);
    const login = stdout.toString('utf8').trim();
    if (code === 0 && isLogin(login)) return login;
  }
  return null;
}
