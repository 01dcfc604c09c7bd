// The recorded webhooks that tests name, read through the adapters of their sources before the tests run.
import type { Organisation } from '../../model/organisation.ts';
import type { RecordedPayload, RuleTest } from '../../model/rule-test.ts';
import type { TestedWorld } from '../../rule-tests/run.ts';
import type { ReadPayload } from '../../rule-tests/tested-signal.ts';
import type { Outcome } from '../../signals/adapter.ts';
import { readSourceFile } from '../../workspace/read.ts';
import { normaliseOfSource } from '../../command-support/own-vendor.ts';

/** Reads every delivery once; one that cannot be used is told where a test needs it. */
export async function readPayloads(
  root: string,
  organisation: Organisation,
  tests: readonly RuleTest[],
): Promise<TestedWorld['readPayload']> {
  const read = new Map<string, ReadPayload>();
  for (const payload of tests.flatMap(payloadsOf)) {
    const key = keyOf(payload);
    if (!read.has(key)) read.set(key, await readPayload(root, organisation, payload));
  }
  return (payload) =>
    read.get(keyOf(payload)) ?? { kind: 'none', reason: `${payload.file} was not read` };
}

function payloadsOf({ steps }: RuleTest): readonly RecordedPayload[] {
  return steps.flatMap(({ sent }) => (sent?.kind === 'payload' ? [sent.payload] : []));
}

function keyOf({ source, file, headers }: RecordedPayload): string {
  return JSON.stringify([source, file, headers]);
}

async function readPayload(
  root: string,
  organisation: Organisation,
  { source: id, file: path, headers }: RecordedPayload,
): Promise<ReadPayload> {
  const source = organisation.sources.get(id);
  const file = readSourceFile(root, path);
  if (source === undefined) return { kind: 'none', reason: `no source ${id}` };
  if ('problem' in file) return { kind: 'none', reason: `no file ${path} that can be read` };
  return readOutcome(await normaliseOfSource(root, source, { headers, body: file.text }));
}

function readOutcome(outcome: Outcome): ReadPayload {
  switch (outcome.kind) {
    case 'signals':
      return { kind: 'signals', signals: outcome.signals };
    case 'ignored':
      return { kind: 'none', reason: `ignored: ${outcome.reason}` };
    case 'rejected':
      return { kind: 'none', reason: `rejected: ${outcome.problems[0]?.message ?? ''}` };
  }
}
