// What is said of a post-mortem in a room stands once, and again where it was taken back since.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Github } from '../github/github.ts';
import { clientOf } from '../github/testing/client.ts';
import { type Double, startDouble } from '../github/testing/double.ts';
import { sayOfPostmortem, takeBack } from './say-once.ts';
import { valueOf } from './testing/world.ts';

let double: Double;
let github: Github;
let incident: { readonly id: string; readonly room: number };
beforeEach(async () => {
  double = await startDouble();
  github = clientOf(double, double.accounts.app.token);
  const made = valueOf(await github.issues.create({ title: 'Room', body: '', labels: [] }));
  incident = { id: '2026-11-21-shop', room: made.number };
});
afterEach(async () => {
  expect(double.takeViolations()).toEqual([]);
  await double.close();
});

const WORDS = 'its action item A1 is @yara';
const said = async (): Promise<readonly string[]> =>
  valueOf(await github.comments.list(incident.room)).map(({ body }) =>
    body.includes('does not count') ? 'taken back' : body.includes(WORDS) ? 'said' : body,
  );

test('a sentence is said once, taken back once, and said again when it is so after all', async () => {
  const story = [];
  for (const step of ['say', 'say', 'back', 'back', 'say', 'say', 'back', 'say'] as const) {
    const done =
      step === 'say'
        ? await sayOfPostmortem(github, incident, WORDS)
        : await takeBack(github, incident, [WORDS, WORDS]);
    expect(done.kind).toBe('done');
    story.push((await said()).length);
  }
  expect(story).toEqual([1, 1, 2, 2, 3, 3, 4, 5]);
  expect(await said()).toEqual(['said', 'taken back', 'said', 'taken back', 'said']);
});

test('what was never said is not taken back', async () => {
  await takeBack(github, incident, [WORDS]);
  expect(await said()).toEqual([]);
});
