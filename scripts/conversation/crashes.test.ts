// A run that dies at any of its effects: the next runs finish it, and nothing is there twice. What a run of a new
// repository does besides is to make labels: there one run after the other dies, each with one more label than the last.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CrashPlace, openCrashPlace } from './testing/crash-place.ts';
import { begin, EFFECTS, finish, LOOK, run } from './testing/crash-story.ts';
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
  test('that dies before any label that a new repository lacks is finished by the next ones', async () => {
    const story = await begin(place, 0);
    let { event } = story;
    for (let made = 0; made < LABELS; made += 1) {
      const most = Math.min(made, 1);
      const watched = mortal(
        await place.openDesk(),
        (effects) => effects.filter((name) => name === 'labels.create').length > most,
      );
      await expect(run(place, watched.desk, event), `with ${made} labels`).rejects.toThrow(Crash);
      event = LOOK;
    }
    const last = mortal(await place.openDesk(), () => false);
    await run(place, last.desk, LOOK);
    expect(last.effects().filter((name) => name === 'labels.create')).toHaveLength(1);
    await finish(story, `dead before each of ${LABELS} labels`);
  });

  test('that dies before any of its effects, or after the last, is finished by the next ones', async () => {
    for (let effect = 1; ; effect += 1) {
      const story = await begin(place, effect);
      const watched = mortal(await place.openDesk(), (effects) => effects.length === effect);
      const ran = run(place, watched.desk, story.event);
      const isDead = await ran.then(
        () => false,
        (error: unknown) => error instanceof Crash,
      );
      if (!isDead) await ran;
      const effects = watched.effects();
      await finish(story, isDead ? `dead before ${effect}, ${effects.at(-1)}` : 'alive');
      if (isDead) continue;
      // What came after this run met what a run leaves that dies after its last effect.
      expect(new Set(effects)).toEqual(new Set(EFFECTS));
      break;
    }
  });
});

/** So many labels the room of the story lacks after it was made, the room to come and its action item among them. */
const LABELS = 5;
