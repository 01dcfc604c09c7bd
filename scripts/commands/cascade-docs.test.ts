// The timeline in docs/rules.md is what a cascade in the example organisation really leaves.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { exampleOrganisation, minute, signalOf } from '../rules/testing/organisation.ts';
import { startSimulation } from '../simulation/simulate.ts';

const PAGE = join(fileURLToPath(new URL('../..', import.meta.url)), 'docs/rules.md');

test('docs/rules.md shows the timeline of a cascade as it is written', () => {
  const simulation = startSimulation(exampleOrganisation());
  const send = (at: number, service: string, action: 'trigger' | 'resolve'): void => {
    const signal = signalOf({ service, dedupKey: service, severity: 'high', action });
    simulation.send({ receivedAt: minute(at), source: 'prometheus', signal });
  };
  send(0, 'web-shop', 'trigger');
  send(2, 'order-db', 'trigger');
  send(3, 'partner-api', 'trigger');
  send(10, 'order-db', 'resolve');
  send(12, 'web-shop', 'resolve');
  simulation.passTime(minute(20));
  const text = simulation.book().files.get('2026-11-21-order-db')?.text ?? '';
  const timeline = /## Timeline\n\n([\s\S]*?)\n\n## /.exec(text)?.[1] ?? '';
  const plain = timeline.replaceAll(/ <!-- e:[a-z2-7]+ -->/g, '');
  const shown = /^```markdown\n([\s\S]*?)\n```$/m.exec(readFileSync(PAGE, 'utf8'))?.[1];
  expect(plain).not.toBe('');
  expect(shown).toBe(plain);
});
