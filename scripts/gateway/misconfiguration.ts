// A file of the configuration that cannot be used is a problem of the team whose file it is, like any other: it opens
// an incident, is told once however often it is looked at, and recovers when the file is good again.
import { applyOperations, type Operation } from '../apply/apply.ts';
import type { Observation } from '../correlation/problem.ts';
import { remember } from '../correlation/standing.ts';
import type { Decision } from '../model/decision.ts';
import { isActive } from '../model/incident.ts';
import type { Signal } from '../model/signal.ts';
import { respond } from '../response/respond.ts';
import { entered } from '../response/response.ts';
import { evaluate } from '../rules/evaluate.ts';
import { problemOf } from '../rules/recognise.ts';
import type { WrongFile } from '../validation/in-force.ts';
import type { Look } from './look.ts';
import { withStanding } from './release.ts';
import { inOwnGroup, withoutExtraction } from './quarantine.ts';
import { toStored } from './settlement.ts';
import { goodSignal, groupOfWrongFile, OWN_SOURCE, toldFiles, wrongSignal } from './wrong-files.ts';

/** Tells the owners of files what became wrong or good since the last look, and gives the number of commits. */
export async function tellOwners(look: Look): Promise<number> {
  const { memory } = look;
  const wrong = look.wrongFiles();
  const seen = JSON.stringify(wrong.map(({ path }) => path));
  if (memory.wrong === seen) return 0;
  try {
    const commits = await decideAbout(look, [
      ...wrong.map((file) => wrongSignal(look.organisation, file)),
      ...recovered(look, wrong).map((path) => goodSignal(path)),
    ]);
    memory.wrong = seen;
    return commits;
  } catch (error) {
    // Nothing of work that failed stays in memory.
    memory.standing.forget();
    throw error;
  }
}

async function decideAbout(look: Look, signals: readonly Signal[]): Promise<number> {
  if (signals.length === 0) return 0;
  const { inbox, workspace, now, memory } = look;
  const organisation = withoutExtraction(look.organisation);
  const observations = signals.map((signal): Observation => ({
    source: OWN_SOURCE,
    signal,
    receivedAt: now(),
  }));
  const standing = await memory.standing.about(
    observations.map((observation) => problemOf(organisation, observation)),
    { inbox, organisation, incidents: look.incidents(), now: now() },
  );
  const steps = observations.map((observation) => {
    const decision = inOwnGroup(
      evaluate(organisation, standing, observation),
      groupOfWrongFile(observation.signal),
    );
    return { decision, change: remember(standing, decision) };
  });
  const operations = steps.map(({ decision }): Operation => operationFor(look, decision));
  const applied = await applyOperations(workspace, operations, look.announce);
  await look.onApplied(applied);
  const settled = steps.map(({ decision }, index) => ({
    decision,
    incident: entered(decision, applied.outcomes[index]),
  }));
  memory.standing.note(settled, applied.book.incidents);
  await inbox.keep({
    problems: steps.flatMap(({ change }, index) =>
      change.problems.map((problem) => toStored(problem, settled[index]?.incident ?? null)),
    ),
    counts: steps.flatMap(({ change }) => change.counts),
  });
  return applied.commits.length;
}

function operationFor({ organisation, memory, now }: Look, decision: Decision): Operation {
  return (book) => respond(organisation, withStanding(book, memory), decision, now());
}

/** Files whose incident is open and that are no longer wrong. */
function recovered(look: Look, wrong: readonly WrongFile[]): readonly string[] {
  const still = new Set(wrong.map(({ path }) => path));
  return [...toldFiles(look.incidents().filter(isActive))].filter((path) => !still.has(path));
}
