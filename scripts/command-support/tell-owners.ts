// Files of the configuration that cannot be used, where no gateway runs: whoever shows rooms opens and ends their incidents.
import { applyOperations, type Operation } from '../apply/apply.ts';
import { standingOfIncidents } from '../correlation/incident-standing.ts';
import { inOwnGroup, withoutExtraction } from '../gateway/quarantine.ts';
import {
  goodSignal,
  groupOfWrongFile,
  OWN_SOURCE,
  toldFiles,
  wrongSignal,
} from '../gateway/wrong-files.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { respond } from '../response/respond.ts';
import type { SignalOutcome } from '../response/response.ts';
import { evaluate } from '../rules/evaluate.ts';
import type { RoomWorld } from './room-world.ts';

/**
 * Tells of what became wrong or good again, and gives the incidents that changed. What an incident tells of already is not
 * told again, also where people ended it, until the file was good once.
 */
export async function tellOwners(world: RoomWorld): Promise<readonly string[]> {
  const { workspace, wrong } = world;
  const { organisation, incidents } = world.load(
    await workspace.readFiles(await workspace.readHead()),
  );
  if (organisation.settings.writer !== 'actions') return [];
  const told = toldFiles(incidents);
  const still = new Set(wrong.map(({ path }) => path));
  const signals = [
    ...wrong.filter(({ path }) => !told.has(path)).map((file) => wrongSignal(organisation, file)),
    ...[...told].filter((path) => !still.has(path)).map(goodSignal),
  ];
  if (signals.length === 0) return [];
  const { outcomes } = await applyOperations<SignalOutcome>(
    workspace,
    signals.map((signal) => operationFor(world, organisation, signal)),
  );
  return outcomes.flatMap((outcome) => (outcome.kind === 'applied' ? [outcome.incident] : []));
}

/** Without a store, what is known of the past is what the incident files say. */
function operationFor(
  { now }: RoomWorld,
  organisation: Organisation,
  signal: Signal,
): Operation<SignalOutcome> {
  const receivedAt = now();
  return (book) => {
    const isLive = (team: string): boolean => organisation.teams.get(team)?.mode === 'live';
    const standing = standingOfIncidents(book.incidents, isLive);
    const observation = { source: OWN_SOURCE, signal, receivedAt };
    const decision = evaluate(withoutExtraction(organisation), standing, observation);
    return respond(organisation, book, inOwnGroup(decision, groupOfWrongFile(signal)), now());
  };
}
