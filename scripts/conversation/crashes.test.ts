// A run that dies at any of its effects: the next runs finish it, and nothing is there twice.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CrashPlace, openCrashPlace } from './testing/crash-place.ts';
import { begin, finish, run } from './testing/crash-story.ts';
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
  test('that dies before any of its effects, or after the last, is finished by the next ones', async () => {
    const labels = await alive(1);
    expect(labels).toContain('labels.create');
    const effects = await alive(2);
    expect(new Set(effects)).toEqual(new Set(EFFECTS));
    for (const [index, name] of effects.entries()) {
      const effect = index + 1;
      const story = await begin(place, 2 + effect);
      const { desk } = mortal(await place.openDesk(), { effect, kind: 'before' });
      await expect(run(place, desk, story.event), name).rejects.toThrow(Crash);
      await finish(story, `dead before ${effect}, ${name}`);
    }
  });
});

/** A run that nothing happens to; what comes after it meets what a run left that died after its last effect. */
async function alive(number: number): Promise<readonly string[]> {
  const story = await begin(place, number);
  const watched = mortal(await place.openDesk(), null);
  await run(place, watched.desk, story.event);
  await finish(story, 'alive');
  return watched.effects();
}

/** Everything that a run may do to the world. */
const EFFECTS = [
  'comments.react',
  'git.commit',
  'labels.add',
  'labels.remove',
  'issues.assign',
  'issues.update',
  'comments.create',
  'ledger.takeRoom',
  'ledger.begin',
  'issues.create',
  'ledger.end',
  'git.write',
  'pulls.create',
  'issues.addSubIssue',
];
