// One run for one event: the event itself, then what no run heard before, then what time has made due, then what the files
// changed by all that ask for.
import type { GithubEvent } from '../github/event.ts';
import { toMs } from '../model/instant.ts';
import { withRecentHead } from '../workspace/recent-head.ts';
import { type Desk, type Heard } from './desk.ts';
import { showAll } from './show-all.ts';
import { hear } from './hear.ts';
import { passTime } from './pass-time.ts';
import { sweep } from './sweep.ts';

/** Hears an event and whatever a run that was lost, or that died, left behind; then does what has become due. */
export async function hearRun(
  opened: Desk,
  event: GithubEvent,
  patience: Patience,
): Promise<readonly Heard[]> {
  const nowMs = (): number => toMs(opened.now());
  const workspace = withRecentHead(opened.workspace, { nowMs, maxAgeMs: HEAD_AGE_MS });
  const desk: Desk = { ...opened, workspace };
  const heard = [await patiently(patience, async () => await hear(desk, event))];
  heard.push(...(await sweep(desk)));
  heard.push(await passTime(desk));
  if (heard.some(({ incidents }) => incidents.length > 0)) {
    const again = await showAll(desk);
    if (again !== null) heard.push({ said: again.sentence, incidents: [], again });
  }
  return heard;
}

/** A run asks for the newest commit some fifty times, and each time a server far away would be asked. */
const HEAD_AGE_MS = 1000;

/** How a run waits. */
export type Patience = {
  /** How long it may wait in all. */
  readonly mostMs: number;
  readonly wait: (ms: number, why: string) => Promise<void>;
};

/** Waits out what GitHub asks for as long as a run should last; the rest is for the next run. */
async function patiently({ mostMs, wait }: Patience, ask: () => Promise<Heard>): Promise<Heard> {
  for (let waitedMs = 0; ;) {
    const heard = await ask();
    if (heard.again === null || waitedMs + heard.again.afterMs > mostMs) return heard;
    await wait(heard.again.afterMs, heard.said);
    waitedMs += Math.max(1000, heard.again.afterMs);
  }
}
