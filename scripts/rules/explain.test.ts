// A stored trace on a narrow screen: the same as if it were rendered for it.
import { expect, test } from 'vitest';
import type { TraceEntry } from '../model/decision.ts';
import { narrowTrace, renderTrace } from './explain.ts';

const place = (line: number): { file: string; line: number; column: number; length: number } => ({
  file: 'rules/00-global.yaml',
  line,
  column: 1,
  length: 1,
});
const trace: readonly TraceEntry[] = [
  {
    stage: 'severity',
    result: 'sev1',
    by: { id: 'shop-is-down', place: place(6) },
    because: 'when environment is `production` and service is `web-shop` or `order-api` or `cart`',
    others: [
      {
        text: 'slow-is-bearable: label.alertname is `ShopIsDown`, wants `ShopIsSlow` or `ShopIsVerySlow`',
        place: place(3),
      },
      { text: 'a note: of no line', place: null },
    ],
  },
  { stage: 'wait', result: '10s for what it needs to fail as well', by: null, others: [] },
];

test.each([60, 80, 200])('is told apart from its places at %i columns', (columns) => {
  const stored = renderTrace(trace);
  expect(stored.split('\n').some((line) => line.length > 80)).toBe(true);
  expect(narrowTrace(stored, columns)).toBe(renderTrace(trace, columns));
});

test('says of a cascade whose rule would follow, since what fails is no answer of a rule', () => {
  const cascade: TraceEntry = {
    stage: 'cascade',
    result: 'nothing that it needs fails',
    by: { id: 'rounds', place: place(9) },
    others: [],
  };
  expect(renderTrace([cascade])).toBe(
    'cascade   nothing that it needs fails; its rule is rounds  rules/00-global.yaml:9',
  );
});
