// A run that gets no answer to any of its effects that have one, pushes among them: the same as without, once the next
// runs were there. For each kind of effect a process also dies at what is done next. What the ledger is told is answered
// by the machine itself.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GithubEvent } from '../github/event.ts';
import { GitError } from '../workspace/git.ts';
import { type CrashPlace, openCrashPlace } from './testing/crash-place.ts';
import { begin, EFFECTS, finish, LOOK, run, type Story } from './testing/crash-story.ts';
import { Crash, type Fate, mortal } from './testing/mortal.ts';

let place: CrashPlace;

beforeAll(async () => {
  place = await openCrashPlace();
});
afterAll(async () => {
  expect(place.double.takeViolations()).toEqual([]);
  await place.close();
});

describe('a run', { timeout: 3_600_000 }, () => {
  test('that gets no answer to a label that a new repository lacks is finished by the next ones', async () => {
    const story = await begin(place, 0);
    const isIt = (effects: readonly string[]): boolean => effects.at(-1) === 'labels.create';
    await runWithout({ story, isIt, thenDies: true });
    await runWithout({ story: { ...story, event: LOOK }, isIt, thenDies: false });
    await finish(story, 'no answer to labels');
  });

  test('that gets no answer to any of its effects is finished by the next ones', async () => {
    let stories = 0;
    for (const [index, name] of EFFECTS.entries())
      for (const thenDies of deathsAfter(name, index)) {
        const how = `no answer to ${index + 1}, ${name}${thenDies ? ', then dead' : ''}`;
        stories += 1;
        const story = await begin(place, stories);
        const times = EFFECTS.slice(0, index + 1).filter((each) => each === name).length;
        const isIt = (effects: readonly string[]): boolean =>
          effects.filter((each) => each === name).length === times;
        await runWithout({ story, isIt, thenDies });
        await finish(story, how);
      }
  });
});

/** Whether a process dies at what is done after the effect: what a run does several times is followed by a death once. */
function deathsAfter(name: string, index: number): readonly boolean[] {
  if (name.startsWith('ledger.')) return [];
  const first = EFFECTS.indexOf(name);
  return first === EFFECTS.lastIndexOf(name) ? [false, true] : [index === first];
}

type Loss = {
  readonly story: Story;
  /** Whether the last of these effects gets no answer. */
  readonly isIt: (effects: readonly string[]) => boolean;
  readonly thenDies: boolean;
};

/** A run with an effect that gets no answer; where it does nothing after it, the next one dies. */
async function runWithout({ story, isIt, thenDies }: Loss): Promise<void> {
  const unanswered: (() => boolean)[] = [];
  const dies: Fate = (effects) => {
    if (unanswered.length > 0) return thenDies;
    if (isIt(effects)) unanswered.push(loseAnswer(effects.at(-1) ?? ''));
    return false;
  };
  let ended = await endOf(story, story.event, dies);
  if (thenDies && ended !== 'dead') ended = await endOf(story, LOOK, dies);
  expect(ended === 'dead').toBe(thenDies);
  expect(unanswered.map((isLost) => isLost())).toEqual([true]);
}

/** How a run ends; one that gets no answer to a push fails, and one that asks to be left alone is. */
async function endOf(
  { place: at }: Story,
  event: GithubEvent,
  dies: Fate,
): Promise<'dead' | 'failed' | 'done'> {
  try {
    at.passTime((await run(at, mortal(await at.openDesk(), dies).desk, event)) ?? 0);
    return 'done';
  } catch (error) {
    if (error instanceof Crash) return 'dead';
    if (error instanceof GitError) return 'failed';
    throw error;
  }
}

/** It will be done, but the connection breaks before the answer; tells whether that came to pass. */
function loseAnswer(name: string): () => boolean {
  const { faults, remote } = place.double;
  if (name.startsWith('git.')) return remote.loseAnswer();
  faults.plan('any', { kind: 'lost-reply' });
  return () => faults.left() === 0;
}
