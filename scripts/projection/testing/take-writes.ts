// A process that takes writes out of a budget until there are none, and prints how many it got.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openRepository } from '../../workspace/git.ts';
import { openBudget } from '../budget.ts';
import { openGitLedger } from '../git-ledger.ts';
import { openSqliteLedger } from '../sqlite-ledger.ts';

const [, , kind, place = '', at] = process.argv;
const store =
  kind === 'sqlite'
    ? openSqliteLedger(place)
    : openGitLedger(openRepository(place, process.env), 'origin');
const budget = openBudget(store);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
let count = 0;
while ((await budget.take(Number(at))) === null) {
  count += 1;
  await sleep(2);
}
process.stdout.write(`took ${count}`);
process.stdin.destroy();
