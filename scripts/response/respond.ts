// The heart: what is known of incidents + one decision → what happens to files and people, as effects.
import { holdsKey } from '../incidents/late-body.ts';
import { mayMove, REOPEN_WITHIN_MS } from '../incidents/lifecycle.ts';
import { type Decision, opens, type Stage } from '../model/decision.ts';
import { hasEnded, type Incident, isActive } from '../model/incident.ts';
import { addMs, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { isWorse } from '../model/severity.ts';
import { awaitAdoption } from './adopting.ts';
import { acknowledge, isAwaited } from './acknowledge.ts';
import { withBeginning } from './beginning.ts';
import { respondToEcho } from './echo.ts';
import { endLate } from './late-end.ts';
import { findActive, findReopenable } from './find-incident.ts';
import { join, joinUnlisted, raise, recur, reopen } from './fire.ts';
import { flap, steady } from './flap.ts';
import { adopterOf, attach, belongsTo, openly, upstreamOf } from './explained-failure.ts';
import { originalOf } from './links.ts';
import { type OpeningDecision, openIncident } from './open.ts';
import { isWorsened, ownOf } from './problem-entry.ts';
import { recover, recoverLate, recoverUnlisted } from './recover.ts';
import { disturbs, isReport } from './report.ts';
import { isStorm } from './storm.ts';
import type { IncidentBook, Response, SignalOutcome, Situation } from './response.ts';

/** Answers a decision. Pure: asked again after its effects are applied, it has nothing left to do. */
export function respond(
  organisation: Organisation,
  book: IncidentBook,
  evaluated: Decision,
  now: Instant,
): Response {
  const decision = openly(book, evaluated);
  const done = answeredBy(book, decision);
  if (done !== undefined) return without({ kind: 'applied', incident: done.id });
  if (decision.echoOf !== null) return respondToEcho(book, decision, decision.echoOf);
  // Whatever the rules say: what was deployed is a fact for incidents to look back at, and none itself.
  if (decision.signal.kind === 'deployment')
    return without({ kind: 'gated', reason: deploymentReason(decision) });
  const active = findActive(book, decision);
  const situation: Situation = { organisation, book, decision, now };
  if (decision.change === 'outdated' && !isLateNews(decision))
    return respondToOutdated(situation, active);
  if (decision.change === 'unchanged') return respondToNote(book, active, decision);
  if (decision.isFlapping && active?.problems[decision.problem.id] !== undefined)
    return respondToFlapping(situation, active);
  if (decision.problem.state === 'recovered' && decision.change !== 'outdated')
    return respondToRecovery(situation, active);
  const response = active === null ? respondOutside(situation) : respondInside(situation, active);
  return awaitAdoption(situation, response);
}

/** The incident that the decision changed already. */
function answeredBy({ incidents, seen }: IncidentBook, { key }: Decision): Incident | undefined {
  if (seen?.keys.has(key) === false) return undefined;
  return incidents.find((incident) => holdsKey(incident, key));
}

/** The incidents that may list the decision's problem, the ended ones included. */
function whereListed(
  { incidents, seen }: IncidentBook,
  { problem }: Decision,
): readonly Incident[] {
  return seen?.problems.has(problem.id) === false ? [] : incidents;
}

/** What it would have opened in time it opens now, as long as something of it still fires. */
function isLateNews(decision: Decision): boolean {
  const { signal, severity, problem, carries } = decision;
  const own = severity === 'none' ? problem.state : ownOf(decision).state;
  const states = [own, ...carries.map(({ state }) => state)];
  return signal.action === 'trigger' && states.includes('firing');
}

/** Nothing that it says is so any more; a recovery may end what an incident still has from before it. */
function respondToOutdated(situation: Situation, active: Incident | null): Response {
  const isEnd = active !== null && situation.decision.signal.action === 'resolve';
  const ended = isEnd ? endLate(situation, active) : null;
  return ended ?? without({ kind: 'collapsed', incident: active?.id ?? null });
}

/** Whoever takes a problem takes its incident, and not another one of its group, whose calls would stop. */
function respondToNote(book: IncidentBook, active: Incident | null, decision: Decision): Response {
  if (active === null || !isInside(book, active, decision))
    return without({ kind: 'ignored', reason: 'it speaks of a problem that has no open incident' });
  return decision.signal.action === 'acknowledge' && isAwaited(active, decision)
    ? acknowledge(active, decision)
    : without({ kind: 'collapsed', incident: active.id });
}

/** Whether an incident lists the decision's problem, or has it beyond its list. */
function isInside(book: IncidentBook, active: Incident, { problem }: Decision): boolean {
  if (Object.hasOwn(active.problems, problem.id)) return true;
  const counted = homeOf(book, problem.id);
  return counted !== null && counted.id === active.id;
}

/** The incident that a problem came into, as the store knows it; of a duplicate the one that it repeats. */
function homeOf(book: IncidentBook, problem: string): Incident | null {
  const counted = book.standing?.problems.get(problem)?.incident ?? null;
  const named = book.incidents.find(({ id }) => id === counted);
  return named === undefined ? null : originalOf(book, named);
}

/** What gets worse is news also while it flaps. */
function respondToFlapping(situation: Situation, active: Incident): Response {
  const { decision } = situation;
  const isFiring = decision.problem.state === 'firing';
  const mayRaise = mayOpen(decision) || isOnlyTooFew(decision);
  if (isFiring && mayRaise && worsens(active, decision)) return raise(situation, active);
  return flap(situation, active);
}

function respondToRecovery(situation: Situation, active: Incident | null): Response {
  const { book, decision } = situation;
  const ended =
    active === null
      ? whereListed(book, decision).find(
          (incident) => incident.problems[decision.problem.id]?.state === 'firing',
        )
      : undefined;
  const holder = active ?? ended;
  const known = holder?.problems[decision.problem.id];
  if (holder === undefined || known === undefined) return respondToUnlisted(situation);
  const isOld = known.state === 'recovered' || decision.problem.at < known.at;
  if (isOld) return without({ kind: 'collapsed', incident: holder.id });
  return holder === active ? recover(situation, active) : recoverLate(holder, decision);
}

/** No file lists it. It may be one of those beyond the list of a storm. */
function respondToUnlisted(situation: Situation): Response {
  const { book, decision } = situation;
  const home = homeOf(book, decision.problem.id);
  if (home === null || !isActive(home) || !isStorm(home) || decision.change !== 'recovers')
    return without({ kind: 'ignored', reason: 'it ends a problem that has no open incident' });
  return recoverUnlisted(situation, home);
}

function respondInside(situation: Situation, active: Incident): Response {
  const { book, decision } = situation;
  const known = active.problems[decision.problem.id];
  const isKnown = known?.state === 'firing' && isOnlyTooFew(decision);
  const isRaise = isKnown && worsens(active, decision);
  const isHeld = !mayOpen(decision) && !isReport(decision) && !isRaise;
  const upstream = isHeld || known?.state === 'firing' ? null : upstreamOf(book, decision);
  if (isHeld) return without({ kind: 'gated', reason: gateReason(decision) });
  if (known === undefined) {
    const isElsewhere = upstream !== null && belongsTo(upstream, active, decision);
    if (isElsewhere && mayOpen(decision) && isOpening(situation))
      return attach(situation, upstream);
    if (isStorm(active) && active.state !== 'monitoring') {
      return isWorseThan(active, decision)
        ? raise(situation, active)
        : (joinUnlisted(active, decision) ?? without({ kind: 'collapsed', incident: active.id }));
    }
    return join(situation, active);
  }
  if (known.state === 'recovered') {
    const isRecovered = ownOf(decision).state === 'recovered';
    if (isRecovered || decision.problem.at <= known.at) return respondToKnown(situation, active);
    return upstream?.incident === active && isOpening(situation)
      ? attach(situation, upstream)
      : recur(situation, active);
  }
  if (worsens(active, decision)) return withBeginning(situation, active, worsen(situation, active));
  if (known.flapping === true && decision.change === 'fires') return steady(active, decision);
  return respondToKnown(situation, active);
}

/** Nothing new of its own problem; others may have waited for it in a threshold. */
function respondToKnown(situation: Situation, active: Incident): Response {
  if (bringsFurther(active, situation.decision)) return join(situation, active);
  return withBeginning(situation, active, without({ kind: 'collapsed', incident: active.id }));
}

function bringsFurther({ problems }: Incident, { carries }: Decision): boolean {
  return carries.some(({ id, state }) => state === 'firing' && problems[id] === undefined);
}

/** What an incident only explains calls the incident's own team when it makes it worse. */
function worsen(situation: Situation, active: Incident): Response {
  const { decision } = situation;
  const known = active.problems[decision.problem.id];
  if (known?.upstream === undefined || !isOpening(situation)) return raise(situation, active);
  const path = decision.cascade?.path ?? [known.service ?? known.upstream, known.upstream];
  const callsChild = decision.cascade?.callsChild ?? false;
  return attach(situation, { incident: active, path, callsChild });
}

/** Whether a listed problem got worse, whatever else the incident knows. */
function worsens(active: Incident, decision: Decision): boolean {
  return disturbs(active, decision) && isWorsened(active, decision);
}

function isWorseThan(active: Incident, decision: Decision): boolean {
  return (
    decision.severity !== 'none' &&
    disturbs(active, decision) &&
    isWorse(decision.severity, active.severity)
  );
}

function respondOutside(situation: Situation): Response {
  const { organisation, book, decision, now } = situation;
  const ended = whereListed(book, decision).find((incident) =>
    coversFiring(organisation, incident, decision, now),
  );
  if (ended !== undefined && !bringsFurther(ended, decision))
    return without({ kind: 'collapsed', incident: ended.id });
  if (!mayOpen(decision) || !isOpening(situation))
    return without({ kind: 'gated', reason: gateReason(decision) });
  const upstream = upstreamOf(book, decision) ?? adopterOf(organisation, book, decision);
  if (upstream !== null) return attach(situation, upstream);
  const recent =
    whereListed(book, decision).find((incident) => firesOn(incident, decision, now)) ??
    findReopenable(book, decision, now);
  return recent === null ? openIncident(situation) : reopen(situation, recent);
}

/**
 * Whether people already ended an incident about this very firing; a repeat of it must not open another one. A tool
 * that states when the firing began is believed; but what fires on a quiet period after its end was not ended. One that
 * does not is, for as long as a new firing would reopen the incident: after that it is better to call once too often.
 */
function coversFiring(
  { settings }: Organisation,
  incident: Incident,
  decision: Decision,
  now: Instant,
): boolean {
  const known = incident.problems[decision.problem.id];
  if (known === undefined || isActive(incident)) return false;
  if (known.at >= decision.problem.at) return true;
  if (known.state === 'recovered') return false;
  const ended = incident.at.resolved ?? incident.at.closed ?? known.at;
  if (decision.signal.startedAt !== null)
    return (
      decision.problem.since <= ended &&
      !(hasEnded(incident) && now >= addMs(ended, settings.quietPeriodMs))
    );
  return decision.change !== 'fires' && now < addMs(ended, decision.reopenMs);
}

/** Whether people ended an incident and what it was about went on all the time: it is taken up again, and no other one opened. */
function firesOn(incident: Incident, { problem, signal }: Decision, now: Instant): boolean {
  const { resolved } = incident.at;
  const mayReturn = mayMove('relapse', incident.state, 'investigating');
  if (!mayReturn || resolved === undefined || signal.startedAt === null) return false;
  const isSame = incident.problems[problem.id]?.state === 'firing' && problem.since <= resolved;
  return isSame && now < addMs(resolved, REOPEN_WITHIN_MS);
}

function mayOpen(decision: Decision): boolean {
  return opens(decision) && decision.mode !== 'shadow';
}

/** A threshold counts what may open an incident; a problem that has one need not reach it again to get worse. */
function isOnlyTooFew({ gatedBy, mode }: Decision): boolean {
  return gatedBy?.kind === 'threshold' && mode !== 'shadow';
}

function isOpening(situation: Situation): situation is Situation<OpeningDecision> {
  return situation.decision.severity !== 'none';
}

function gateReason(decision: Decision): string {
  const { gatedBy, mode, resolution } = decision;
  if (decision.severity === 'none') return stageReason(decision, 'severity');
  if (gatedBy === null || gatedBy.kind === 'action')
    return gatedBy === null && mode === 'shadow'
      ? `team ${resolution.owner.team} is in shadow mode: recorded, and nobody is told`
      : stageReason(decision, 'gate');
  const where = gatedBy.place === null ? '' : `, ${gatedBy.place.file}:${gatedBy.place.line}`;
  return `${gatedBy.kind} ${gatedBy.id}${where}`;
}

function stageReason(decision: Decision, stage: Stage): string {
  const rule = decision.trace.find((entry) => entry.stage === stage)?.by;
  return rule == null
    ? `stage ${stage} has no rule for it`
    : `${stage} rule ${rule.id}, ${rule.place.file}:${rule.place.line}`;
}

function deploymentReason({ deployment }: Decision): string {
  return deployment === null
    ? 'a build or deployment opens nothing, and this one brings no version anywhere'
    : `recorded as a deployment of ${deployment.service}, which opens nothing`;
}

function without(outcome: SignalOutcome): Response {
  return { outcome, effects: [] };
}
