// The base of a comparison is replayed in a thread of its own, as many signals take as long as the changed side does.
import { parentPort, Worker } from 'node:worker_threads';
import type { SourceFile } from '../../config/document-set.ts';
import type { Account } from '../../impact/account.ts';
import type { BaseSide } from '../../impact/measure.ts';
import { replaySide } from '../../impact/side.ts';
import type { Verdict } from '../../impact/verdict.ts';
import type { RecordedSignal } from '../../model/recorded-signal.ts';
import { validate, WITHOUT_HISTORY } from '../../validation/validate.ts';

/** What a thread is started with: files that validate accepts, since an organisation itself cannot be handed over. */
export type ReplayJob = {
  readonly files: readonly SourceFile[];
  readonly signals: readonly RecordedSignal[];
};

type Question = { readonly positions: readonly number[] };

type Answer =
  | { readonly kind: 'verdicts'; readonly verdicts: readonly Verdict[] }
  | { readonly kind: 'accounts'; readonly accounts: readonly Account[] };

/** A replay that goes on in its thread until it is closed. */
export type ReplayThread = BaseSide & { readonly close: () => Promise<void> };

/** Starts the program once more as a thread, which does nothing else. */
export function startReplayThread(program: string, job: ReplayJob): ReplayThread {
  const thread = new Worker(program, { workerData: job });
  const verdicts = Promise.withResolvers<readonly Verdict[]>();
  const accounts = Promise.withResolvers<readonly Account[]>();
  thread.on('message', (answer: Answer) => {
    if (answer.kind === 'verdicts') verdicts.resolve(answer.verdicts);
    else accounts.resolve(answer.accounts);
  });
  const fail = (error: Error): void => {
    verdicts.reject(error);
    accounts.reject(error);
  };
  thread.on('error', fail);
  thread.on('exit', () => fail(new Error('the thread that replays the base ended early')));
  // Whoever stops before it asks learns of no failure.
  for (const { promise } of [verdicts, accounts]) promise.catch(() => {});
  return {
    verdicts: () => verdicts.promise,
    accounts: (positions) => {
      const question: Question = { positions };
      thread.postMessage(question, []);
      return accounts.promise;
    },
    close: async () => {
      await thread.terminate();
    },
  };
}

/** The life of such a thread. */
export function serveReplay({ files, signals }: ReplayJob): void {
  const { organisation } = validate(files, WITHOUT_HISTORY);
  if (organisation === null) throw new Error('the base is not valid');
  const side = replaySide(organisation, signals);
  parentPort?.on('message', ({ positions }: Question) => {
    say({ kind: 'accounts', accounts: side.accounts(positions) });
  });
  say({ kind: 'verdicts', verdicts: side.verdicts });
}

function say(answer: Answer): void {
  parentPort?.postMessage(answer, []);
}
