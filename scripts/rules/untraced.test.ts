import fc from 'fast-check';
import { expect, test } from 'vitest';
import { remember, startStanding } from '../correlation/standing.ts';
import type { Decision } from '../model/decision.ts';
import type { Signal } from '../model/signal.ts';
import { evaluate } from './evaluate.ts';
import { minute, signalOf } from './testing/organisation.ts';
import { organisationWith } from './testing/story.ts';

const organisation = organisationWith({
  needs: { shop: '[cart]' },
  gate: `  - {id: quiet, when: {label.quiet: "yes"}, action: record}
  - {id: twice, when: {service: cart}, threshold: {count: 2, within: 30m}}
  - {id: flappy, when: {service: shop}, flap: {enter: 3, leave: 2, within: 30m}}
`,
  rules:
    'cascade:\n  - {id: own, when: {service: ledger}, page_child: always}\nidentity:\n  - {id: by-host, when: {label.quiet: "yes"}, by: [host]}\nextract:\n  - {id: names, from: title, pattern: "{team}: *"}\n',
});

const signal: fc.Arbitrary<Partial<Signal>> = fc.record({
  action: fc.constantFrom<Signal['action'][]>('trigger', 'trigger', 'resolve'),
  dedupKey: fc.constantFrom('p1', 'p2'),
  service: fc.constantFrom('shop', 'cart', 'ledger', 'nobody', null),
  severity: fc.constantFrom<Signal['severity'][]>('critical', 'low', 'info'),
  labels: fc.constantFrom({}, { quiet: 'yes' }),
});

test('a decision that nobody wants explained is the same one, without what did not decide', () => {
  fc.assert(
    fc.property(fc.array(signal, { minLength: 1, maxLength: 8 }), (signals) => {
      const standing = startStanding();
      signals.forEach((changes, at) => {
        const received = { source: 'watch', signal: signalOf(changes), receivedAt: minute(at) };
        const traced = evaluate(organisation, standing, received);
        const untraced = evaluate(organisation, standing, received, { trace: false });
        expect(untraced).toEqual(withoutOthers(traced));
        remember(standing, traced);
      });
    }),
    { numRuns: 200 },
  );
});

function withoutOthers(decision: Decision): Decision {
  return { ...decision, trace: decision.trace.map((entry) => ({ ...entry, others: [] })) };
}
