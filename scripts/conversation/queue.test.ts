// Runs of GitHub Actions wait for each other: what a later run was started for is not lost while an earlier one looks for
// what nobody heard.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GithubEvent, readEvent } from '../github/event.ts';
import { incidentPath } from '../model/history-path.ts';
import { valueOf } from '../projection/testing/world.ts';
import { smallFiles } from '../rules/testing/organisation.ts';
import { hearRun } from './run.ts';
import { type Conversation, nextSecond, startConversation } from './testing/room.ts';

let talk: Conversation;
let number: number;

beforeEach(async () => {
  const settings = smallFiles().find(({ path }) => path === 'tocsin.yaml');
  const text = settings !== undefined && 'text' in settings ? settings.text : '';
  const written = text.replace(/^writer: .*\n/m, '');
  talk = await startConversation({
    files: { 'tocsin.yaml': `${written}writer: actions\n` },
    // Comments and what GitHub remembers have the time of the machine.
    startMs: Date.now() - 180_000,
    mostComments: 1900,
  });
  ({ number } = await talk.room());
  talk.world.passTime(120_000);
});
afterEach(async () => {
  expect(talk.world.double.takeViolations()).toEqual([]);
  await talk.close();
});

/** The runs that deliveries start, one after the other. */
async function runAll(from: number): Promise<void> {
  const deliveries = talk.world.double.webhooks.deliveries().slice(from);
  const events = deliveries.map(({ event, payload }) => readEvent(event, payload));
  const own = events.filter((event) => !isBots(event));
  for (const event of own)
    await hearRun(talk.desk, event, { mostMs: 1000, wait: async () => undefined });
}

function isBots(event: GithubEvent): boolean {
  return event.kind === 'ignored' || ('by' in event && event.by.isBot);
}

const answers = async (): Promise<readonly string[]> =>
  (await talk.comments()).filter(({ isBot }) => isBot).map(({ body }) => body);

test('an edit whose run waits is followed by that run, and nothing is said to be lost', async () => {
  const from = talk.world.double.webhooks.deliveries().length;
  await talk.say('write', number, '/ack');
  const said = '/sev 2 every third payment\n/note 09:24 two hosts are slow\n/page nowhere-at-all';
  const { id } = await talk.say('maintain', number, said);
  await nextSecond();
  valueOf(await talk.as('maintain').comments.edit(id, said.replace('two', 'three')));
  await runAll(from);
  const [{ id: incident } = { id: '' }] = await talk.world.incidents();
  const file = talk.world.read(incidentPath(incident));
  expect(file).toContain('three hosts are slow');
  expect(file).not.toContain('two hosts are slow');
  const told = await answers();
  expect(told.join('\n')).not.toMatch(/edited when nobody heard it/);
  expect(told.filter((text) => text.includes('nowhere-at-all'))).toHaveLength(1);
});

test('a label whose run waits is heard by that run, whatever went on before', async () => {
  const from = talk.world.double.webhooks.deliveries().length;
  await talk.say('write', number, '/ack');
  valueOf(await talk.as('maintain').labels.add(number, ['sev/2']));
  await runAll(from);
  expect(await talk.world.incidents()).toMatchObject([{ severity: 'sev2' }]);
  expect((await answers()).join('\n')).not.toMatch(/was not delivered/);
});

test('what no run came for is told once it must be lost', async () => {
  const { id } = await talk.say('maintain', number, '/ack');
  await nextSecond();
  valueOf(await talk.as('maintain').comments.edit(id, '/note 09:24 two hosts are slow'));
  talk.miss();
  const look = { kind: 'look_asked' } as const;
  const patience = { mostMs: 1000, wait: async () => undefined };
  await hearRun(talk.desk, look, patience);
  expect(await answers()).toEqual([]);
  talk.world.passTime(20 * 60_000);
  await hearRun(talk.desk, look, patience);
  expect(await answers()).toEqual([expect.stringContaining('edited when nobody heard it')]);
});
