// One test of rules: its signals go through a simulation, which decides and responds like the gateway; then a comparison.
import type { SourceFile } from '../config/document-set.ts';
import type { Decision } from '../model/decision.ts';
import { addMs, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Place } from '../model/place.ts';
import { type RuleTest, type RuleTestStep, WORLD_KEYS } from '../model/rule-test.ts';
import { type Simulation, startSimulation, type TimedSignal } from '../simulation/simulate.ts';
import { compare, type Difference } from './compare.ts';
import { factOfDecision, factOfWorld } from './facts.ts';
import { type Decided, type Story, tellStory } from './story.ts';
import { type ReadPayload, signalsOf } from './tested-signal.ts';

/** What tests run against. */
export type TestedWorld = {
  readonly organisation: Organisation;
  /** The files of maintenances, by id. */
  readonly maintenances: ReadonlyMap<string, SourceFile>;
  readonly readPayload: Parameters<typeof signalsOf>[2]['readPayload'];
};

/** Something that is not as a test expects it. */
export type RuleTestFailure = Difference & {
  readonly place: Place;
  /** When it was looked at. */
  readonly at: Instant;
  /** The decision that it is about, of what is there after a step the last one before it; null when there is none. */
  readonly decision: Decision | null;
};

/** What became of a test, and what was decided in it. */
export type RuleTestResult = {
  readonly test: RuleTest;
  /** Empty when the test holds. */
  readonly failures: readonly RuleTestFailure[];
  readonly decisions: readonly Decision[];
  /** What happened until then, where incidents or messages are not as expected. */
  readonly story: Story | null;
};

/** Runs a test. The first failing step ends it: what comes later would only repeat it in other words. */
export function runRuleTest(world: TestedWorld, test: RuleTest): RuleTestResult {
  const { organisation } = world;
  const files = test.maintenances.flatMap((id) => world.maintenances.get(id) ?? []);
  const simulation = startSimulation(withSilences(organisation, test.silences), files);
  const known = new Set(simulation.book().incidents.map(({ id }) => id));
  const unread = test.maintenances.filter((id) => !known.has(id));
  if (unread.length > 0)
    return { test, failures: unread.map((id) => unreadable(test, id)), decisions: [], story: null };
  const decided: Decided[] = [];
  let now = test.at;
  for (const [index, step] of test.steps.entries()) {
    now = addMs(now, step.afterMs);
    const isLast = index === test.steps.length - 1;
    const sending: Sending = { world, test, simulation, step, before: decided.length, isLast };
    const sent = sendStep(sending, now);
    now = sent.now;
    decided.push(...sent.decided);
    const ofWorld = failuresOfWorld(simulation, step, {
      at: now,
      decision: decided.at(-1)?.decision ?? null,
    });
    const failures = [
      ...sent.failures,
      ...sent.decided.reduce<readonly RuleTestFailure[]>(
        (found, { decision }) => (found.length > 0 ? found : failuresOfDecision(step, decision)),
        [],
      ),
      ...ofWorld,
    ];
    const story = ofWorld.length === 0 ? null : tellStory(simulation, decided);
    if (failures.length > 0) return { test, failures, decisions: decisionsOf(decided), story };
  }
  const decisions = decisionsOf(decided);
  return { test, failures: strangers(test, decisions), decisions, story: null };
}

/** A test without what it is given would hold or fail for a reason that nobody sees. */
function unreadable({ place, at }: RuleTest, id: string): RuleTestFailure {
  return {
    path: 'given.maintenances',
    expected: id,
    got: 'a file that cannot be read: run `tocsin validate`',
    place,
    at,
    decision: null,
  };
}

function decisionsOf(decided: readonly Decided[]): readonly Decision[] {
  return decided.map(({ decision }) => decision);
}

/** The organisation with the silences that a test names; always the same object for the same ones. */
function withSilences(organisation: Organisation, ids: readonly string[]): Organisation {
  const key = ids.toSorted().join(' ');
  const known = quiet.get(organisation) ?? new Map<string, Organisation>();
  quiet.set(organisation, known);
  const found = known.get(key) ?? {
    ...organisation,
    silences: organisation.silences.filter((silence) => ids.includes(silence.id)),
  };
  known.set(key, found);
  return found;
}

const quiet = new WeakMap<Organisation, Map<string, Organisation>>();

type Sending = {
  readonly world: TestedWorld;
  readonly test: RuleTest;
  readonly simulation: Simulation;
  readonly step: RuleTestStep;
  readonly before: number;
  readonly isLast: boolean;
};

type Sent = {
  readonly now: Instant;
  readonly decided: readonly Decided[];
  readonly failures: readonly RuleTestFailure[];
};

function sendStep(sending: Sending, start: Instant): Sent {
  const { world, simulation, step, before } = sending;
  if (step.sent === null) {
    simulation.passTime(start);
    return { now: start, decided: [], failures: [] };
  }
  const decided: Decided[] = [];
  let now = start;
  for (let repetition = 1; repetition <= step.times; repetition += 1) {
    if (repetition > 1) now = addMs(now, step.everyMs);
    const occasion = { repetition, before: before + decided.length, receivedAt: now };
    const read = signalsOf(step.sent, occasion, world);
    const { source } = read;
    if (read.kind === 'none') return { now, decided, failures: nothingRead(sending, read, now) };
    const isEnd = repetition === step.times;
    for (const [index, signal] of read.signals.entries()) {
      const timed: TimedSignal = { receivedAt: now, source, signal };
      const isUnseen = isEnd && index === read.signals.length - 1 && isOnlyDecided(sending);
      decided.push(
        isUnseen ? { decision: simulation.decide(timed), outcome: null } : simulation.send(timed),
      );
    }
  }
  return { now, decided, failures: [] };
}

/** Nobody looks at what the very last signal does to incidents: its decision is enough. */
function isOnlyDecided({ step, isLast }: Sending): boolean {
  return isLast && !step.expected.some(({ key }) => WORLD_KEYS.has(key));
}

function nothingRead(
  { step, test }: Sending,
  read: ReadPayload & { readonly kind: 'none' },
  at: Instant,
): readonly RuleTestFailure[] {
  const place = step.expected[0]?.place ?? test.place;
  return [{ path: 'payload', expected: 'signals', got: read.reason, place, at, decision: null }];
}

function failuresOfDecision(step: RuleTestStep, decision: Decision): readonly RuleTestFailure[] {
  return step.expected
    .filter(({ key }) => !WORLD_KEYS.has(key))
    .flatMap(({ key, value, place }) =>
      compare(key, value, factOfDecision(decision, key, value)).map((difference) => ({
        ...difference,
        place,
        at: decision.receivedAt,
        decision,
      })),
    );
}

function failuresOfWorld(
  simulation: Simulation,
  step: RuleTestStep,
  moment: Pick<RuleTestFailure, 'at' | 'decision'>,
): readonly RuleTestFailure[] {
  return step.expected
    .filter(({ key }) => WORLD_KEYS.has(key))
    .flatMap(({ key, value, place }) =>
      compare(key, value, factOfWorld(simulation, key, value)).map((difference) => ({
        ...difference,
        place,
        ...moment,
      })),
    );
}

/** A test in a team's file that never asks the team's rules would hold whatever they say. */
function strangers(test: RuleTest, decisions: readonly Decision[]): readonly RuleTestFailure[] {
  const { team, place } = test;
  if (team === null || decisions.some(({ resolution }) => resolution.owner.team === team))
    return [];
  const decision = decisions[0] ?? null;
  return [
    {
      path: 'owner',
      expected: `a signal of ${team}, whose rules these are`,
      got: decision?.resolution.owner.team ?? 'no signal',
      place,
      at: test.at,
      decision,
    },
  ];
}
