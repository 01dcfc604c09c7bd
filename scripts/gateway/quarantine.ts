// What Tocsin itself says when a source sends what cannot be understood: one problem, one incident at a time.
import type { Decision } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';

/** The signal about a source that cannot be understood, addressed to the team that owns the source. */
export function quarantineSignal(organisation: Organisation, source: string): Signal {
  return tocsinSignal({
    dedupKey: 'tocsin:quarantine',
    title: `Requests of ${source} cannot be understood`,
    description: 'They are kept. `tocsin inspect` shows them with the reason.',
    team: organisation.sources.get(source)?.owner ?? null,
  });
}

/** What Tocsin itself says fires. */
export function tocsinSignal(facts: Partial<Signal>): Signal {
  return {
    vendor: 'tocsin',
    kind: 'problem',
    action: 'trigger',
    id: null,
    dedupKey: '',
    title: '',
    description: null,
    severity: 'medium',
    severityRaw: null,
    status: null,
    environment: null,
    service: null,
    team: null,
    function: null,
    product: null,
    host: null,
    startedAt: null,
    endedAt: null,
    occurredAt: null,
    links: [],
    labels: {},
    count: null,
    ...facts,
  };
}

/** Keeps such incidents apart from those about signals of the same source that nobody owns. */
export function inQuarantineGroup(decision: Decision): Decision {
  return inOwnGroup(decision, `tocsin=quarantine source=${decision.source}`);
}

/** The decision in a group that no rule of the organisation makes. */
export function inOwnGroup(decision: Decision, group: string): Decision {
  const trace = decision.trace.map((entry) =>
    entry.stage === 'group' ? { ...entry, result: group, by: null, others: [] } : entry,
  );
  // Such a signal is no tool's own: decided again, it would be about something else.
  const { held: _held, ...facts } = decision.memory.facts;
  return { ...decision, group, trace, memory: { ...decision.memory, facts } };
}

/** The organisation without what a source or a name says of signals: an unreadable request is about no service. */
export function withoutDefaultService(organisation: Organisation, id: string): Organisation {
  const source = organisation.sources.get(id);
  if (source === undefined) return organisation;
  const plain = { ...source, defaults: { ...source.defaults, service: null } };
  return {
    ...withoutExtraction(organisation),
    sources: new Map([...organisation.sources, [id, plain]]),
  };
}

/** The organisation without what names say of signals: what Tocsin itself says has no tool's names. */
export function withoutExtraction(organisation: Organisation): Organisation {
  return { ...organisation, rules: { ...organisation.rules, extract: [] } };
}
