import type { Signal } from '../model/signal.ts';

/** The signal that Tocsin itself gives when a source sends what cannot be understood: one problem for each source. */
export function quarantineSignal(source: string): Signal {
  return {
    vendor: 'tocsin',
    kind: 'problem',
    action: 'trigger',
    id: null,
    dedupKey: 'tocsin:quarantine',
    title: `Requests of ${source} cannot be understood`,
    description:
      'They are kept. `tocsin inspect` shows them with the reason; after a fix they can be worked on again.',
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
  };
}
