// What the rules decide about the signals that were recorded in `rules/recorded.jsonl`.
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Decision } from '../model/decision.ts';
import { parseInstant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { startSimulation, type TimedSignal } from '../simulation/simulate.ts';

/** Decides about every recorded signal in order of receipt; null where nothing is recorded. Broken lines are left out. */
export async function decideRecorded(
  root: string,
  organisation: Organisation,
): Promise<readonly Decision[] | null> {
  const recorded = await readRecorded(join(root, 'rules', 'recorded.jsonl'));
  if (recorded === null) return null;
  const simulation = startSimulation(organisation);
  return recorded
    .toSorted((left, right) => (left.receivedAt < right.receivedAt ? -1 : 1))
    .map((timed) => simulation.send(timed).decision);
}

async function readRecorded(path: string): Promise<readonly TimedSignal[] | null> {
  const found: TimedSignal[] = [];
  try {
    for await (const line of createInterface({ input: createReadStream(path) })) {
      const timed = parseLine(line);
      if (timed !== null) found.push(timed);
    }
  } catch {
    return null;
  }
  return found;
}

function parseLine(line: string): TimedSignal | null {
  const value = parseJson(line);
  const source = value['source'];
  const receivedAt = parseInstant(String(value['receivedAt']));
  const signal = value['signal'];
  if (typeof source !== 'string' || receivedAt === null || !isRecord(signal)) return null;
  return { source, receivedAt, signal: toSignal(signal) };
}

function toSignal(facts: Readonly<Record<string, unknown>>): Signal {
  const text = (name: string): string | null => {
    const value = facts[name];
    return typeof value === 'string' ? value : null;
  };
  const word = <Word extends string>(name: string, words: readonly Word[]): Word | null =>
    words.find((one) => one === facts[name]) ?? null;
  return {
    vendor: text('vendor') ?? '',
    kind: word('kind', ['problem', 'report', 'deployment']) ?? 'problem',
    action: word('action', ['trigger', 'acknowledge', 'resolve', 'update']) ?? 'trigger',
    id: text('id'),
    dedupKey: text('dedupKey') ?? '',
    title: text('title') ?? '',
    description: null,
    severity: word('severity', ['critical', 'high', 'medium', 'low', 'info']),
    severityRaw: text('severityRaw'),
    status: text('status'),
    environment: text('environment'),
    service: text('service'),
    team: text('team'),
    function: text('function'),
    product: text('product'),
    host: text('host'),
    startedAt: text('startedAt'),
    endedAt: text('endedAt'),
    occurredAt: text('occurredAt'),
    links: [],
    labels: labelsOf(facts['labels']),
    count: typeof facts['count'] === 'number' ? facts['count'] : null,
  };
}

/** Without a prototype, like all labels: a label may have any name. */
function labelsOf(value: unknown): Signal['labels'] {
  const labels: Record<string, string> = Object.create(null);
  for (const [name, text] of Object.entries(isRecord(value) ? value : {}))
    if (typeof text === 'string') labels[name] = text;
  return labels;
}

function parseJson(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
