// A run to which GitHub gives no answer at any of its writes: the same as without, once the next runs were there.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CrashPlace, openCrashPlace } from './testing/crash-place.ts';
import { begin, finish, run } from './testing/crash-story.ts';
import { mortal } from './testing/mortal.ts';

let place: CrashPlace;

beforeAll(async () => {
  place = await openCrashPlace();
});
afterAll(async () => {
  expect(place.double.takeViolations()).toEqual([]);
  await place.close();
});

describe('a run', { timeout: 3_600_000 }, () => {
  test('that gets no answer to any of its writes is finished by the next ones', async () => {
    const { faults } = place.double;
    const lost = new Set<string>();
    for (let effect = 1; ; effect += 1) {
      const story = await begin(place, effect);
      const watched = mortal(await place.openDesk(), { effect, kind: 'meet' }, () =>
        faults.plan('any', { kind: 'lost-reply' }),
      );
      await run(place, watched.desk, story.event);
      if (faults.left() === 0) lost.add(watched.effects()[effect - 1] ?? '');
      faults.clear();
      await finish(story, `no answer to ${effect}, ${watched.effects()[effect - 1]}`);
      if (watched.effects().length < effect) break;
    }
    for (const write of ['comments.react', 'comments.create', 'issues.create', 'pulls.create'])
      expect(lost).toContain(write);
  });
});
