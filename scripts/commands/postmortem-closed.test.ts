// Somebody closes the pull request of a post-mortem and deletes its branch: room and gate say so, and `/postmortem` begins
// another one. Every step by a process of its own that gets what GitHub delivered.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { alert, temporaryFolder } from '../apply/testing/repository.ts';
import type { Issue } from '../github/issues.ts';
import type { PullRequest } from '../github/pull-requests.ts';
import { incidentPath, postmortemPath } from '../model/history-path.ts';
import { parsePostmortem } from '../postmortems/refresh.ts';
import { valueOf } from '../projection/testing/world.ts';
import { type Organisation, startOrganisation } from './testing/runs.ts';
import { until } from './testing/process.ts';

const ID = `${new Date().toISOString().slice(0, 10)}-shop`;
const FILE = incidentPath(ID);
const POSTMORTEM = postmortemPath(ID);
const BRANCH = `tocsin/postmortem/${ID}`;

let here: Organisation;
beforeEach(async () => {
  here = await startOrganisation();
  const startsAt = new Date(Date.now() - 60_000).toISOString();
  for (const status of ['firing', 'resolved'] as const) {
    const words = alert('Down', { startsAt, status })
      .replace('critical', 'high')
      .replace('2026-11-21T09:30:00Z', new Date().toISOString());
    const file = join(temporaryFolder(), 'event.json');
    const body: unknown = JSON.parse(words);
    writeFileSync(file, JSON.stringify({ client_payload: { source: 'watch', body } }));
    expect(await here.run('ingest', '--dispatched', file, '--remote', 'origin')).toMatchObject({
      code: 0,
    });
  }
  await here.run('reconcile', '--remote', 'origin');
  here.takeDeliveries();
  await say('/postmortem owner @tove\n/resolve a queue was full');
  await close();
});
afterEach(async () => {
  expect(here.double.takeViolations()).toEqual([]);
  await here.close();
});

const room = async (): Promise<Issue> => {
  const [issue] = valueOf(await here.as('app').issues.list({ label: 'incident', state: 'all' }));
  if (issue === undefined) throw new Error('there is no room');
  return issue;
};
const said = async (): Promise<readonly string[]> =>
  valueOf(await here.as('app').comments.list((await room()).number)).map(({ body }) => body);
const requests = async (): Promise<readonly PullRequest[]> =>
  valueOf(await here.as('app').pullRequests.listOfBranch(BRANCH));

/** The runs that GitHub starts for the next thing that somebody does. */
async function hear(): Promise<void> {
  const deliveries = await until(
    () => {
      const fresh = here.takeDeliveries();
      return fresh.length === 0 ? null : fresh;
    },
    () => 'a delivery',
  );
  for (const delivery of deliveries)
    expect(await here.hear(delivery)).toMatchObject({ code: 0, err: '' });
}

async function say(text: string): Promise<string> {
  await here.passHour();
  valueOf(await here.as('maintain').comments.create((await room()).number, text));
  await hear();
  return (await said()).at(-1) ?? '';
}

async function close(): Promise<void> {
  const [{ number } = { number: 0 }] = await requests();
  valueOf(await here.as('write').pullRequests.update(number, { state: 'closed' }));
  await here.double.remote.git(['update-ref', '-d', `refs/heads/${BRANCH}`]);
  await hear();
}

test(
  'what was closed without being merged is said, and begun again once somebody asks for it',
  {
    timeout: 300_000,
  },
  async () => {
    const [first] = await requests();
    const closed = `#${first?.number ?? 0} was closed without being merged`;
    expect(await here.show('main', FILE)).toContain(`[postmortem] ${closed}`);
    expect((await room()).body).toContain(`${closed}: begin another one with \`/postmortem`);
    expect((await said()).filter((text) => text.includes(closed))).toHaveLength(1);
    expect(await say('/close')).toContain(`${closed}: begin another one with \`/postmortem`);
    expect(await requests()).toHaveLength(1);

    await say('/postmortem owner @tove');
    const [second, ...others] = await requests();
    expect([second?.state, others.length]).toEqual(['open', 1]);
    expect((await room()).body).toContain('finish [the pull request of its post-mortem]');
    expect(await say('/close')).toContain(`finish the pull request of \`${BRANCH}\``);
    expect(parsePostmortem(ID, await here.show(BRANCH, POSTMORTEM))?.owner).toBe('tove');

    await close();
    expect(await here.run('reconcile', '--remote', 'origin')).toMatchObject({ code: 0 });
    expect(await requests()).toHaveLength(2);
    expect((await room()).body).toContain(
      `#${second?.number ?? 0} was closed without being merged`,
    );
  },
);
