import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startReplayThread } from '../scripts/commands/impact/thread.ts';
import type { SourceFile } from '../scripts/config/document-set.ts';
import type { Impact } from '../scripts/impact/impact.ts';
import { measureImpact } from '../scripts/impact/measure.ts';
import { renderMarkdown } from '../scripts/impact/render-markdown.ts';
import { replaySide } from '../scripts/impact/side.ts';
import type { Organisation } from '../scripts/model/organisation.ts';
import { addMs, toMs } from '../scripts/model/instant.ts';
import type { RecordedSignal } from '../scripts/model/recorded-signal.ts';
import { parseRecording, renderRecording } from '../scripts/recording/recording.ts';
import { redactSignal } from '../scripts/recording/redact.ts';
import { validate } from '../scripts/validation/validate.ts';
import { readOrganisationFiles } from '../scripts/workspace/read.ts';
import type { Benchmark } from './figure.ts';

const SIGNALS = 10_000;
const ROOT = join(import.meta.dirname, '..');
const PROGRAM = join(ROOT, 'scripts/tocsin.js');

/** What the preview of a pull request costs: ten thousand signals through both versions of the rules. */
export const impact: Benchmark = {
  about: `${SIGNALS} recorded signals through two versions of the rules, each in a thread, beside JSON.parse of the recording`,
  run: async () => {
    const text = renderRecording(manySignals());
    const lines = text.trimEnd().split('\n');
    const parse = await measure(() => lines.map((line): unknown => JSON.parse(line)));
    const read = await measure(() => parseRecording(text));
    const signals = read.value.kind === 'recording' ? read.value.signals : [];
    const files = filesWith((rules) => rules);
    const both = {
      base: organisationOf(files),
      head: organisationOf(filesWith((rules) => rules.replace('set: sev2', 'set: sev3'))),
    };
    const sideBySide = async (): Promise<Impact> => {
      const thread = startReplayThread(PROGRAM, { files, signals });
      try {
        return await measureImpact(both, signals, thread);
      } finally {
        await thread.close();
      }
    };
    const cold = await measure(sideBySide);
    const warm = await measure(sideBySide);
    const side = await measure(() => replaySide(both.base, signals));
    const written = await measure(() => renderMarkdown(warm.value));
    const redacted = await measure(() => signals.map(({ signal }) => redactSignal(signal)));
    const to = '`JSON.parse` of the recording';
    // Other programs disturb the time on the clock more than that of the processor, so the ratio is of the latter.
    const figure = (name: string, { cpu }: { readonly cpu: number }) => ({
      name: `${name}, CPU`,
      value: cpu,
      unit: 'ms' as const,
      ratio: { value: cpu / parse.cpu, to },
    });
    return [
      { name: 'bytes of the recording', value: text.length, unit: 'bytes' },
      { name: '`JSON.parse` of every line, CPU', value: parse.cpu, unit: 'ms' },
      figure('reading and checking the recording', read),
      figure('both sides, first time', cold),
      { name: 'both sides, first time', value: cold.wall, unit: 'ms' },
      figure('both sides, the changed one warm', warm),
      { name: 'both sides, the changed one warm', value: warm.wall, unit: 'ms' },
      figure('one side, warm', side),
      {
        name: 'one decision with its response, CPU',
        value: (side.cpu * 1000) / SIGNALS,
        unit: 'µs',
      },
      { name: 'writing the comment', value: written.wall, unit: 'ms' },
      { name: 'redacting one signal, CPU', value: (redacted.cpu * 1000) / SIGNALS, unit: 'µs' },
      { name: 'signals that change', value: warm.value.changed, unit: 'signals' },
    ];
  },
};

function filesWith(change: (rules: string) => string): readonly SourceFile[] {
  return readOrganisationFiles(ROOT)
    .filter(({ path }) => !/^(?:inc|post)/.test(path))
    .map((file) =>
      file.path === 'rules/00-global.yaml' && 'text' in file
        ? { path: file.path, text: change(file.text) }
        : file,
    );
}

function organisationOf(files: readonly SourceFile[]): Organisation {
  const { organisation } = validate(files);
  if (organisation === null) throw new Error('the example organisation is not valid');
  return organisation;
}

/** The sample of the example organisation again and again, each time later and about other problems. */
function manySignals(): readonly RecordedSignal[] {
  const read = parseRecording(readFileSync(join(ROOT, 'rules/recorded.jsonl'), 'utf8'));
  if (read.kind === 'invalid') throw new Error('the sample cannot be read');
  const { signals } = read;
  const span = toMs(signals.at(-1)?.receivedAt ?? '') - toMs(signals[0]?.receivedAt ?? '');
  return Array.from({ length: SIGNALS }, (_, index): RecordedSignal | undefined => {
    const round = Math.floor(index / signals.length);
    const recorded = signals[index % signals.length];
    if (recorded === undefined) return undefined;
    const { signal, receivedAt } = recorded;
    // Early enough that all lies in the past, and dense as from a large organisation.
    const shift = (instant: string | null): string | null =>
      instant === null ? null : addMs(instant, ((round - 20) * span) / 20);
    return {
      ...recorded,
      receivedAt: shift(receivedAt) ?? receivedAt,
      signal: {
        ...signal,
        // Errors in code are the same ones all the time; what is measured fails in ever other places.
        dedupKey: recorded.source === 'sentry' ? signal.dedupKey : `${signal.dedupKey} ${round}`,
        startedAt: shift(signal.startedAt),
        endedAt: shift(signal.endedAt),
        occurredAt: shift(signal.occurredAt),
      },
    };
  }).flatMap((recorded) => recorded ?? []);
}

async function measure<Value>(work: () => Value | Promise<Value>): Promise<{
  readonly value: Value;
  readonly wall: number;
  readonly cpu: number;
}> {
  const begin = performance.now();
  const cpu = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { value, wall: performance.now() - begin, cpu: (user + system) / 1000 };
}
