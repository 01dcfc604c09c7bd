import { describe, expect, test } from 'vitest';
import type { Decision } from '../model/decision.ts';
import type { Signal } from '../model/signal.ts';
import { renderTrace } from './explain.ts';
import { organisationWith, startStory, type Story } from './testing/story.ts';

/** Stores run the queue; for its backend there is neither a team nor a fallback. */
const services = `  - id: queue
    name: Queue
    function: database
    teams: {database: stores}
    needs: [shop, cart]
`;
const organisation = organisationWith({ services });

const fails = (service: string, changes: Partial<Signal> = {}): Partial<Signal> => ({
  service,
  severity: 'critical',
  dedupKey: service,
  ...changes,
});

function ownerOf(story: Story, changes: Partial<Signal> = {}): string {
  const { resolution }: Decision = story.ask(
    9,
    fails('queue', { function: 'backend', ...changes }),
  );
  const { owner, step, confidence, service } = resolution;
  return `${owner.team}/${owner.function}/${owner.product} ${confidence} by ${step}, ${service}`;
}

describe('the owner of a service that has no team for what is called', () => {
  test('is the owner of the one failure that explains it', () => {
    const story = startStory(organisation);
    expect(ownerOf(story)).toBe('desk/backend/null 0.1 by triage, queue');
    story.send(0, fails('shop'));
    expect(ownerOf(story)).toBe('shop/backend/sales 0.5 by upstream, queue');
    const { trace, cascade } = story.ask(9, fails('queue', { function: 'backend' }));
    expect(cascade?.path).toEqual(['queue', 'shop']);
    expect(renderTrace(trace).replaceAll(/\s+/g, ' ')).toContain(
      'owner shop/backend/sales 0.50 by upstream `shop`, service queue',
    );
  });

  test('is nobody when several failures explain it, or the only one is over or elsewhere', () => {
    const story = startStory(organisation);
    const nobody = 'desk/backend/null 0.1 by triage, queue';
    story.send(0, fails('shop'));
    story.send(1, fails('cart'));
    expect(ownerOf(story)).toBe(nobody);
    story.send(2, fails('shop', { action: 'resolve' }));
    expect(ownerOf(story)).toMatch(/^shop\/backend\/sales 0.5 by upstream/);
    expect(ownerOf(story, { environment: 'staging' })).toBe(nobody);
    story.send(3, fails('cart', { action: 'resolve' }));
    expect(ownerOf(story)).toBe(nobody);
  });

  test('is nobody when only triage answers for the failure', () => {
    const story = startStory(
      organisationWith({
        services: `${services}  - id: relay\n    name: Relay\n    teams: {backend: desk}\n  - id: hub\n    name: Hub\n    function: database\n    teams: {database: stores}\n    needs: [relay]\n`,
      }),
    );
    story.send(0, fails('relay'));
    expect(ownerOf(story, { service: 'hub' })).toBe('desk/backend/null 0.1 by triage, hub');
  });

  test('is asked of no service that has a team, a fallback, or is unowned on purpose', () => {
    const story = startStory(
      organisationWith({
        services: `${services}  - {id: bot, name: Bot, unowned: true, needs: [shop]}\n`,
      }),
    );
    story.send(0, fails('shop'));
    expect(ownerOf(story, { function: 'database' })).toBe(
      'stores/database/sales 0.95 by service, queue',
    );
    expect(ownerOf(story, { function: null })).toMatch(/^stores\/database\/sales 0.95 by service/);
    expect(ownerOf(story, { service: 'bot' })).toBe('desk/backend/sales 0.95 by service, bot');
    expect(ownerOf(story, { service: 'unheard-of' })).toBe('desk/backend/null 0.1 by triage, null');
  });

  test('does not reach a person below a higher minimum confidence, and stays as the best guess', () => {
    const strict = {
      ...organisation,
      settings: { ...organisation.settings, minConfidence: 0.6 },
    };
    const story = startStory(strict);
    story.send(0, fails('shop'));
    expect(ownerOf(story)).toBe('desk/backend/null 0.1 by triage, queue');
    const { resolution } = story.ask(9, fails('queue', { function: 'backend' }));
    expect(resolution.runnersUp.map(({ step, confidence }) => `${step} ${confidence}`)).toEqual([
      'upstream 0.5',
      'service 0.1',
    ]);
  });
});
