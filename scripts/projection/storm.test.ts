// A storm of 10,000 signals on 300 identities, decided as the gateway decides, shown on a double under a virtual clock.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isActive } from '../model/incident.ts';
import { addMs, HOUR_MS, MINUTE_MS } from '../model/instant.ts';
import { minute, organisationOf, signalOf, smallFiles } from '../rules/testing/organisation.ts';
import { umbrellaIncident } from '../rooms/umbrella.ts';
import { startSimulation } from '../simulation/simulate.ts';
import { type ProjectionWorld, startWorld, valueOf } from './testing/world.ts';

const SERVICES = 300;
const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
const SIGNALS = 10_000;

let world: ProjectionWorld;

beforeAll(async () => {
  const organisation = stormFiles();
  const simulation = startSimulation(organisationOf(smallFilesWith(organisation)));
  for (let index = 0; index < SIGNALS; index += 1) {
    const service = index % SERVICES;
    simulation.send({
      receivedAt: addMs(minute(0), Math.floor((index * MINUTE_MS) / SIGNALS)),
      source: 'watch',
      signal: signalOf({
        dedupKey: `p${service}`,
        service: `service-${service}`,
        severity: SEVERITIES[service % 4] ?? 'low',
      }),
    });
  }
  const incidents = [...simulation.book().files.values()].map(({ path, text }) => [path, text]);
  world = await startWorld({
    files: { ...organisation, ...Object.fromEntries(incidents) },
    startMs: Date.parse(minute(2)),
  });
  world.double.rates.watchContent();
});

afterAll(() => world.close());

describe('a storm of 10,000 signals on 300 identities', () => {
  const start = Date.parse(minute(2));
  /** How often GitHub closed for 90 seconds meanwhile. */
  let strikes = 0;

  test('has one umbrella before its first room, with the worst 200 incidents in it and how many more wait', async () => {
    const report = await world.sync();
    expect(report.umbrella).not.toBeNull();
    const made = world.double.seen().filter(({ operation }) => operation === 'issues/create');
    const [umbrella] = valueOf(await world.github.issues.list({ label: 'storm', state: 'open' }));
    expect(umbrella?.title).toBe('[storm] incidents that wait for a room of their own');
    expect(umbrella?.number).toBe(1);
    expect(made.length).toBeGreaterThan(1);
    const body = umbrella?.body ?? '';
    const rows = [...body.matchAll(/^\| (sev\d) \| `([^`]+)`/gm)];
    const shown = rows.map(([, severity]) => severity);
    expect(shown).toEqual(shown.toSorted());
    const waiting = (await world.incidents()).filter((each) => isActive(each) && !each.room);
    const ids = rows.map(([, , id]) => id);
    expect(ids).toHaveLength(200);
    expect(new Set(waiting.map(({ id }) => id)).isSupersetOf(new Set(ids))).toBe(true);
    expect(new Set(ids).size).toBe(200);
    expect(body).toContain(`**${waiting.length} incidents wait`);
    expect(body).toContain(`And ${waiting.length - 200} less urgent ones`);
    expect(Buffer.byteLength(umbrella?.body ?? '')).toBeLessThan(48 * 1024);
  });

  test('names its incidents so that a command in the umbrella finds them', async () => {
    const incidents = await world.incidents();
    const [umbrella] = valueOf(await world.github.issues.list({ label: 'storm', state: 'open' }));
    const [, id = ''] = /^\| sev\d \| `([^`]+)`/m.exec(umbrella?.body ?? '') ?? [];
    expect(umbrellaIncident(id, incidents)?.id).toBe(id);
    const housed = incidents.find(({ room }) => room !== null);
    expect(umbrellaIncident(housed?.id ?? '', incidents)).toBe(housed);
    expect(umbrellaIncident('2026-11-21-nothing', incidents)).toBeNull();
  });

  test('gives one after the other its room, the worst first, as the budget and GitHub allow', async () => {
    const { rates, accounts } = world.double;
    for (let pass = 1; world.nowMs() < start + 70 * MINUTE_MS; pass += 1) {
      if (pass % 4 === 0 && strikes < 3) {
        const status = strikes % 2 === 0 ? 429 : 403;
        rates.strike(accounts.app.token, { status, retryAfterSeconds: 90 });
        strikes += 1;
      }
      const { again, refused } = await world.sync();
      expect(refused).toEqual([]);
      if (again === null) break;
      world.passTime(Math.max(again.afterMs, 1000));
    }
    const listed = await world.rooms();
    expect(listed.length).toBeGreaterThan(60);
    const severities = listed.map(({ title }) => title.slice(1, 5));
    expect(severities).toEqual(severities.toSorted());
    expect(new Set(listed.map(({ title }) => title)).size).toBe(listed.length);
  }, 300_000);

  test('closes its umbrella once nothing waits any more', async () => {
    for (const incident of await world.incidents()) {
      if (incident.room !== null) continue;
      world.write(`incidents/2026/${incident.id}.md`, (text) =>
        text.replace(/^state: .*$/m, 'state: declined'),
      );
    }
    world.commit();
    for (let pass = 0; pass < 20; pass += 1) {
      const { again } = await world.sync();
      if (again === null) break;
      world.passTime(Math.max(again.afterMs, 1000));
    }
    expect((await world.incidents()).filter(isActive).filter(({ room }) => room === null)).toEqual(
      [],
    );
    const umbrellas = valueOf(await world.github.issues.list({ label: 'storm', state: 'all' }));
    expect(umbrellas).toMatchObject([{ state: 'closed' }]);
  }, 300_000);

  test('never made more than 20 rooms in 10 minutes, wrote more than 40 times a minute or 250 an hour', () => {
    const seen = world.double.seen();
    const writes = seen.filter(({ operation }) => !/\/(get|list)(-|$)/.test(operation));
    const rooms = writes.filter(({ operation }) => operation === 'issues/create').slice(1);
    const busiest = {
      rooms: most(rooms, 10 * MINUTE_MS),
      writesAMinute: most(writes, MINUTE_MS),
      writesAnHour: most(writes, HOUR_MS),
    };
    expect(busiest.rooms).toBeLessThanOrEqual(20);
    expect(busiest.writesAMinute).toBeLessThanOrEqual(40);
    expect(busiest.writesAnHour).toBeLessThanOrEqual(250);
    // A budget that is hardly used would say nothing.
    expect(busiest.rooms).toBe(20);
    expect(busiest.writesAnHour).toBeGreaterThan(180);
  });

  test('asked nothing inside a window of the limits but what learned of it', () => {
    expect(strikes).toBe(3);
    expect(world.double.rates.insideWindow()).toBe(strikes);
    expect(world.double.takeViolations()).toEqual([]);
  });
});

/** The most that lies within a span. */
function most(seen: readonly { readonly atMs: number }[], withinMs: number): number {
  return Math.max(
    ...seen.map(
      ({ atMs }) => seen.filter((one) => one.atMs > atMs - withinMs && one.atMs <= atMs).length,
    ),
  );
}

/** The small organisation with 300 services that need nothing. */
function stormFiles(): Readonly<Record<string, string>> {
  const services = Array.from(
    { length: SERVICES },
    (_, index) => `  - {id: service-${index}, name: Service ${index}, teams: {backend: shop}}`,
  );
  return {
    'ownership/products/sales.yaml': `schema: tocsin/product@1
name: Sales
function: backend
fallback: {database: stores}
services:
${services.join('\n')}
`,
  };
}

function smallFilesWith(changed: Readonly<Record<string, string>>): ReturnType<typeof smallFiles> {
  return smallFiles().map((file) => {
    const text = changed[file.path];
    return text === undefined ? file : { path: file.path, text };
  });
}
