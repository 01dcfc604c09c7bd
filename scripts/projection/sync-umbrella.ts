// The umbrella on GitHub: made before the rooms when a storm begins, rewritten in place, closed when it is over.
import type { Issue } from '../github/issues.ts';
import { toMs } from '../model/instant.ts';
import type { Incident } from '../model/incident.ts';
import { STORM_LABEL } from '../rooms/labels.ts';
import { UMBRELLA_MARKER } from '../rooms/markers.ts';
import { isUmbrella, UMBRELLA_TITLE, umbrellaBody } from '../rooms/umbrella.ts';
import { healDuplicate } from './heal.ts';
import { ensureLabels } from './room-labels.ts';
import { done, type Step, stepOf, type SyncWorld } from './sync.ts';

/** Shows what waits; without an umbrella one is made only where something `mustShow`. Answers its number. */
export async function syncUmbrella(
  world: SyncWorld,
  waiting: readonly Incident[],
  mustShow: boolean,
): Promise<Step<number | null>> {
  const { github } = world;
  const listed = stepOf(await github.issues.list({ label: STORM_LABEL, state: 'open' }));
  if (listed.kind !== 'done') return listed;
  const [umbrella, ...others] = listed.value.filter(({ body }) => isUmbrella(body));
  if (umbrella === undefined) return mustShow ? await makeUmbrella(world, waiting) : done(null);
  for (const other of others) {
    const healed = await healDuplicate(github, other, umbrella.number);
    if (healed.kind !== 'done') return healed;
  }
  return await rewrite(world, umbrella, waiting);
}

async function makeUmbrella(
  { github, budget, now, listLagMs }: SyncWorld,
  waiting: readonly Incident[],
): Promise<Step<number | null>> {
  const labelled = await ensureLabels(github, [STORM_LABEL]);
  if (labelled.kind !== 'done') return labelled;
  // A list that lags must not make a second one: what was begun a moment ago is waited for.
  const since = await budget.begin(UMBRELLA_MARKER, toMs(now()), listLagMs);
  if (since !== null) return done(null);
  const body = umbrellaBody(waiting, '');
  const answer = await github.issues.create({ title: UMBRELLA_TITLE, labels: [STORM_LABEL], body });
  const isKnown = answer.kind !== 'retry' || !answer.mayHaveHappened;
  if (answer.kind !== 'answered' && isKnown) await budget.end(UMBRELLA_MARKER);
  const made = stepOf(answer);
  return made.kind === 'done' ? done(made.value.number) : made;
}

async function rewrite(
  { github }: SyncWorld,
  umbrella: Issue,
  waiting: readonly Incident[],
): Promise<Step<number | null>> {
  const isOver = waiting.length === 0;
  if (!isOver && umbrellaBody(waiting, umbrella.body) === umbrella.body)
    return done(umbrella.number);
  const read = stepOf(await github.issues.read(umbrella.number));
  if (read.kind !== 'done') return read;
  const body = umbrellaBody(waiting, read.value.body);
  const ended = isOver ? ({ state: 'closed', reason: 'completed' } as const) : {};
  const updated = stepOf(await github.issues.update(umbrella.number, { body, ...ended }));
  return updated.kind === 'done' ? done(umbrella.number) : updated;
}
