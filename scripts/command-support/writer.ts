// One writer: who may commit to an organisation, by its settings and by who does it right now.
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailure } from '../cli/exit-code.ts';
import { type Hold, holdAlone } from '../gateway/lock.ts';
import type { Settings } from '../model/organisation.ts';
import { scratchPath } from './scratch.ts';

/** Refuses a command that the organisation's `writer` setting does not name. */
export function checkWriter(
  settings: Settings,
  allowed: readonly Settings['writer'][],
  command: string,
): void {
  if (allowed.includes(settings.writer)) return;
  throw new CommandFailure(
    `\`${command}\` may not commit here: tocsin.yaml says \`writer: ${settings.writer}\`, expected ${allowed.join(' or ')}`,
  );
}

/** Takes the one place of the writer, waiting at most `patienceMs` for whoever has it. */
export async function holdWriter(root: string, patienceMs: number): Promise<Hold> {
  const lockFile = scratchPath(root, 'writer.lock');
  for (let waited = 0; ; waited += STEP_MS) {
    const hold = holdAlone(lockFile);
    if (hold !== null) return hold;
    if (waited >= patienceMs) {
      throw new CommandFailure(
        `another Tocsin commits to this repository (it holds ${lockFile}): stop it first, or send the webhook to it`,
      );
    }
    await sleep(STEP_MS);
  }
}

const STEP_MS = 50;
