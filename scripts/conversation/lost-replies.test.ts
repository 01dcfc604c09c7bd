// A run that gets no answer to any of its effects that have one, pushes among them: the same as without, once the next
// runs were there. A run that goes on from there also dies at what it does next, once for each kind of effect. What the
// ledger is told is answered by the machine itself.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GitError } from '../workspace/git.ts';
import { type CrashPlace, openCrashPlace } from './testing/crash-place.ts';
import { begin, EFFECTS, finish, LOOK, run, type Story } from './testing/crash-story.ts';
import { Crash, mortal } from './testing/mortal.ts';

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
    await runWithout({ story, isIt, end: 'dies' });
    await runWithout({ story: { ...story, event: LOOK }, isIt, end: 'goes on' });
    await finish(story, 'no answer to labels');
  });

  test('that gets no answer to any of its effects is finished by the next ones', async () => {
    let stories = 0;
    for (const [index, name] of EFFECTS.entries())
      for (const end of endsOf(name, index)) {
        const how = `no answer to ${index + 1}, ${name}, ${end}`;
        stories += 1;
        const story = await begin(place, stories);
        const times = EFFECTS.slice(0, index + 1).filter((each) => each === name).length;
        const isIt = (effects: readonly string[]): boolean =>
          effects.filter((each) => each === name).length === times;
        await runWithout({ story, isIt, end });
        await finish(story, how);
      }
  });
});

/** How a run ends that got no answer: a push without one fails it. */
type End = 'goes on' | 'dies' | 'fails';

/** What a run does twice loses its answer once and goes on, and once and dies. */
function endsOf(name: string, index: number): readonly End[] {
  if (name.startsWith('ledger.')) return [];
  if (name.startsWith('git.')) return ['fails'];
  const [first, last] = [EFFECTS.indexOf(name), EFFECTS.lastIndexOf(name)];
  if (first === last) return ['goes on', 'dies'];
  return [index === first ? 'goes on' : 'dies'];
}

type Loss = {
  readonly story: Story;
  /** Whether the last of these effects gets no answer. */
  readonly isIt: (effects: readonly string[]) => boolean;
  readonly end: End;
};

/** A run with an effect that gets no answer. */
async function runWithout({ story, isIt, end }: Loss): Promise<void> {
  const unanswered: (() => boolean)[] = [];
  const { desk } = mortal(await place.openDesk(), (effects) => {
    if (unanswered.length > 0) return end === 'dies';
    if (isIt(effects)) unanswered.push(loseAnswer(effects.at(-1) ?? ''));
    return false;
  });
  const ran = run(place, desk, story.event);
  if (end === 'dies') await expect(ran).rejects.toThrow(Crash);
  else if (end === 'fails') await expect(ran).rejects.toThrow(GitError);
  else await ran;
  expect(unanswered.map((isLost) => isLost())).toEqual([true]);
}

/** It will be done, but the connection breaks before the answer; tells whether that came to pass. */
function loseAnswer(name: string): () => boolean {
  const { faults, remote } = place.double;
  if (name.startsWith('git.')) return remote.loseAnswer();
  faults.plan('any', { kind: 'lost-reply' });
  return () => faults.left() === 0;
}
