// A recovery is heard after its problem fired again: what was said before it is over, whenever it was heard.
import { saidAfter, worstSaid } from '../correlation/said.ts';
import { BEGINNING } from '../model/instant.ts';
import type { Incident } from '../model/incident.ts';
import { isWorse } from '../model/severity.ts';
import { set } from './change.ts';
import { quietly } from './quiet.ts';
import { recover } from './recover.ts';
import type { Response, Situation } from './response.ts';

/** The listed problem is as bad as it was said to be since; what fires again without a severity has ended for people. */
export function endLate(situation: Situation, active: Incident): Response | null {
  const { book, decision } = situation;
  const { id } = decision.problem;
  const listed = active.problems[id];
  const facts = book.standing?.problems.get(id)?.facts;
  if (listed?.state !== 'firing' || facts === undefined || decision.isFlapping) return null;
  const severity = worstSaid(saidAfter(facts, decision), BEGINNING);
  if (severity === null) return facts.severity === 'none' ? recover(situation, active) : null;
  return isWorse(listed.severity ?? active.severity, severity)
    ? quietly(active, [set(['problems', id, 'severity'], severity)], 'lowered')
    : null;
}
