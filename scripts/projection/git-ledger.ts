// The ledger as a ref of the repository, for runs that share nothing else: each run of GitHub Actions has a machine of
// its own. A push that is refused means that another run was faster. The ref has no history.
import { randomUUID } from 'node:crypto';
import { type GitRepository, GitError } from '../workspace/git.ts';
import { EMPTY_LEDGER, type Ledger, type LedgerStore } from './ledger.ts';
import { parseLedger } from './ledger-text.ts';

const REF = 'refs/tocsin/ledger';
const FILE = 'ledger.json';
const ATTEMPTS = 20;

/** A ledger at a remote; throws `GitError` when the remote cannot be reached. */
export function openGitLedger(repository: GitRepository, remote: string): LedgerStore {
  return {
    update: async (change) => {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const { tip, ledger: before } = await read(repository, remote);
        const { ledger, result } = change(before);
        if (ledger === before || (await push(repository, remote, tip, ledger))) return result;
      }
      throw new GitError(`the ref ${REF} moved ${ATTEMPTS} times while a write was being noted`);
    },
  };
}

async function read(
  repository: GitRepository,
  remote: string,
): Promise<{ readonly tip: string; readonly ledger: Ledger }> {
  const listed = await repository.read(['ls-remote', remote, REF]);
  const tip = listed.split('\t')[0] ?? '';
  if (tip === '') return { tip, ledger: EMPTY_LEDGER };
  const known = await repository.run(['cat-file', '-e', tip]);
  if (known.code !== 0)
    await repository.read(['fetch', '--quiet', '--no-write-fetch-head', remote, REF]);
  const text = await repository.run(['cat-file', 'blob', `${tip}:${FILE}`]);
  return {
    tip,
    ledger: text.code === 0 ? parseLedger(text.stdout.toString('utf8')) : EMPTY_LEDGER,
  };
}

async function push(
  repository: GitRepository,
  remote: string,
  tip: string,
  ledger: Ledger,
): Promise<boolean> {
  const blob = await repository.read(['hash-object', '-w', '--stdin'], JSON.stringify(ledger));
  const tree = await repository.read(['mktree'], `100644 blob ${blob}\t${FILE}\n`);
  const commit = await repository.read([
    '-c',
    'user.name=Tocsin',
    '-c',
    'user.email=tocsin@noreply.invalid',
    'commit-tree',
    tree,
    '-m',
    // Two runs that note the same in the same second must not make the same commit: both would think that they won.
    `tocsin: what was written lately (${randomUUID()})`,
  ]);
  const pushed = await repository.run([
    'push',
    '--quiet',
    `--force-with-lease=${REF}:${tip}`,
    remote,
    `${commit}:${REF}`,
  ]);
  if (pushed.code === 0) return true;
  if (/stale info|rejected|cannot lock ref|fetch first/.test(pushed.stderr)) return false;
  throw new GitError(`git push of ${REF} failed: ${pushed.stderr.trim().split('\n').at(-1) ?? ''}`);
}
