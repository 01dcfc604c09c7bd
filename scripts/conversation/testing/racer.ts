// A run that races, as a process of its own that lives for many rounds: it hears comments and takes signals on its own
// clone, and waits with its first push of a round until the other one is there, too. One line in, one line out.
import { createInterface } from 'node:readline/promises';
import { applyOperations, BranchBusy } from '../../apply/apply.ts';
import { GIT_ENVIRONMENT } from '../../apply/testing/repository.ts';
import { readEvent } from '../../github/event.ts';
import { clientOf } from '../../github/testing/client.ts';
import { at } from '../../github/testing/exchange.ts';
import { openBudget } from '../../projection/budget.ts';
import { openSqliteLedger } from '../../projection/sqlite-ledger.ts';
import { withRecentHead } from '../../workspace/recent-head.ts';
import { openWorkspace } from '../../workspace/workspace.ts';
import type { Desk } from '../desk.ts';
import { hear } from '../hear.ts';
import { deskOf } from './desk.ts';
import { signalOperation } from './signal-operation.ts';

const [clone = '', ledger = '', apiUrl = '', token = ''] = process.argv.slice(2);
const lines = createInterface({ input: process.stdin });
// Whoever started it may be gone without a word, and what was to be done would be tried for ever.
lines.on('close', () => process.exit());
const next = lines[Symbol.asyncIterator]();
const tell = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

let nowMs = 0;
let isFirst = true;
/** The pushes of a round: from which revision, and what became of it. */
let pushes: { readonly parent: string; readonly kind: string }[] = [];

const budget = openBudget(openSqliteLedger(ledger));
const place = {
  environment: GIT_ENVIRONMENT,
  remote: 'origin',
  random: Math.random,
  now: () => new Date().toISOString(),
};
const opened = await openWorkspace(clone, place);
const server = { owner: 'larder', repository: 'incidents', url: apiUrl };
const desk: Desk = {
  ...deskOf({
    github: clientOf(server, token, {
      nowMs: () => nowMs,
      pause: async (ms) => {
        nowMs += ms;
      },
      timeoutMs: 30_000,
      budget,
    }),
    workspace: withRecentHead(
      {
        ...opened,
        commit: async (parent, commits) => {
          if (isFirst) {
            tell({ kind: 'ready' });
            await next.next();
          }
          isFirst = false;
          const moved = await opened.commit(parent, commits);
          pushes.push({ parent, kind: moved.kind });
          return moved;
        },
      },
      { nowMs: () => nowMs, maxAgeMs: 1000 },
    ),
    branches: null,
    budget,
    nowMs: () => nowMs,
  }),
  // Rooms are shown at the end.
  showLater: () => undefined,
};

for (;;) {
  const { value, done } = await next.next();
  if (done === true) break;
  const round: unknown = JSON.parse(value);
  nowMs = Number(at(round, 'nowMs'));
  [isFirst, pushes] = [true, []];
  await untilDone(round);
  tell({ kind: 'done', pushes });
}

/** What is handed back because the branch moved too often, or because GitHub wants to be left alone, comes again. */
async function untilDone(round: unknown): Promise<void> {
  for (;;) {
    try {
      if (at(round, 'payload') === undefined) {
        const changes = {
          dedupKey: String(at(round, 'signal')),
          service: String(at(round, 'service')),
        };
        await applyOperations(desk.workspace, [signalOperation(desk, changes)]);
        return;
      }
      const event = readEvent('issue_comment', at(round, 'payload'));
      const { again } = await hear(desk, event);
      if (again === null) return;
      nowMs += Math.max(1000, again.afterMs);
    } catch (error) {
      if (!(error instanceof BranchBusy)) throw error;
    }
  }
}
