// What still fires when its gate lets go: decided, committed and stored without any request.
import { applyOperations, type Operation } from '../apply/apply.ts';
import { remember } from '../correlation/standing.ts';
import type { Decision } from '../model/decision.ts';
import { earlierOf, type Instant } from '../model/instant.ts';
import type { StandingChange } from '../model/standing.ts';
import { nextDue } from '../response/advance.ts';
import { respond } from '../response/respond.ts';
import { entered, type IncidentBook } from '../response/response.ts';
import { nextRelease, releases } from '../rules/held.ts';
import { toStored } from './settlement.ts';
import { addSuspects } from './suspicion.ts';
import type { Look, Memory } from './look.ts';

/** Decides again what is due, and gives the number of commits. */
export async function release(look: Look): Promise<number> {
  try {
    return await releaseDue(look);
  } catch (error) {
    // Nothing of work that failed stays in memory.
    look.memory.standing.forget();
    throw error;
  }
}

/** The incidents with what is known of problems beyond their files. */
export function withStanding(book: IncidentBook, memory: Memory): IncidentBook {
  const standing = memory.standing.current();
  return standing === null ? book : { ...book, standing };
}

/** When time alone has something to do next; null when it has nothing. */
export function dueOf({ organisation, memory, now }: Look, book: IncidentBook): Instant | null {
  const standing = memory.standing.current();
  const own = nextDue(organisation, withStanding(book, memory));
  const released = standing === null ? null : nextRelease(organisation, standing, now());
  return own === null || released === null ? (own ?? released) : earlierOf(own, released);
}

async function releaseDue(look: Look): Promise<number> {
  const { inbox, workspace, organisation, memory, now, onApplied } = look;
  const sources = { inbox, organisation, incidents: look.incidents(), now: now() };
  const standing = await memory.standing.about([], sources);
  const due: Decision[] = [];
  const changes: StandingChange[] = [];
  for (const decision of releases(organisation, standing, now())) {
    due.push(decision);
    changes.push(remember(standing, decision));
  }
  if (due.length === 0) return 0;
  const [batch] = await addSuspects(inbox, organisation, [{ decisions: due }]);
  const decisions = batch?.decisions ?? due;
  const applied = await applyOperations(
    workspace,
    decisions.map(
      (decision): Operation =>
        (book) =>
          respond(organisation, withStanding(book, memory), decision, now()),
    ),
    look.announce,
  );
  await onApplied(applied);
  const settled = decisions.map((decision, index) => ({
    decision,
    incident: entered(decision, applied.outcomes[index]),
  }));
  memory.standing.note(settled, applied.book.incidents);
  await inbox.keep({
    problems: changes.flatMap(({ problems }, index) =>
      problems.map((problem) => toStored(problem, settled[index]?.incident ?? null)),
    ),
    counts: changes.flatMap(({ counts }) => counts),
  });
  return applied.commits.length;
}
