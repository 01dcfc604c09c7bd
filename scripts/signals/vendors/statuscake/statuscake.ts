// Turns the web hooks of StatusCake into signals. The test is the problem; no time is stated.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { parseJsonOrForm } from '../../form-body.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed } from '../../payload-problem.ts';
import { labelNamed } from '../../tags.ts';
import { readTestState, type TestState } from './payload.ts';

/** StatusCake: the web hook of a contact group. */
export const statuscake = {
  title: 'StatusCake',
  headers: ['content-type'],
  sendsMoreThanJson: true,
  deliveryId: null,
  authentication: ['statuscake', 'path-token'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ headers, body }: Delivery): Outcome {
  const fields = parseJsonOrForm(body, headers['content-type']);
  if (fields.kind === 'invalid') return rejected(fields.problem);
  const state = readTestState(fields.value);
  if (state.kind === 'parsed' && /^test\b/i.test(state.value.status)) {
    return ignored('a StatusCake test of the web hook');
  }
  return single(state.kind === 'invalid' ? state : parsed(toSignal(state.value)));
}

function toSignal({ test, name, status, statusCode, labels, url }: TestState): Signal {
  return buildSignal({
    vendor: 'statuscake',
    action: ACTIONS.get(status.toLowerCase()) ?? 'update',
    dedupKey: test,
    title: `${name}: ${status}`,
    description: statusCode === null ? null : `Status code ${statusCode}`,
    status,
    environment: labelNamed(labels, 'environment', 'env'),
    service: labelNamed(labels, 'service'),
    team: labelNamed(labels, 'team'),
    links: [url],
    labels,
  });
}

const ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['down', 'trigger'],
  ['up', 'resolve'],
]);
