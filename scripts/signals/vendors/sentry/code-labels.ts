// Where in the code an event of Sentry happened: the transaction, the request and the top frames of our own code.
import { at, items, text } from '../../fields.ts';
import { type LabelEntry, statedLabels } from '../../labels.ts';

/** Labels for transaction, method, path of the address (no query, no host) and the top in-app frames. */
export function codeLabels(event: unknown): readonly LabelEntry[] {
  return [
    ...statedLabels({
      transaction: text(event, 'transaction'),
      'http.request.method': text(event, 'request', 'method'),
      'url.path': pathOf(text(event, 'request', 'url')),
    }),
    ...topFrames(event).map((file, index): LabelEntry => [`code.frame.${index + 1}`, file]),
  ];
}

/** Sentry lists the frame where it happened last, and the outermost exception last. */
function topFrames(event: unknown): readonly string[] {
  const traces = [
    at(items(event, 'exception', 'values').at(-1), 'stacktrace'),
    at(event, 'stacktrace'),
    at(items(event, 'threads', 'values').at(-1), 'stacktrace'),
  ];
  const frames =
    traces.map((trace) => items(trace, 'frames')).find((list) => list.length > 0) ?? [];
  const files = frames
    .toReversed()
    .filter((frame) => at(frame, 'in_app') === true)
    .flatMap((frame) => text(frame, 'filename') ?? text(frame, 'abs_path') ?? [])
    .filter((file) => !file.startsWith('<'));
  return [...new Set(files)].slice(0, MOST_FRAMES);
}

const MOST_FRAMES = 3;

/** An address may name a person; such a path is left out. */
function pathOf(address: string | null): string | null {
  const path = URL.parse(address ?? '')?.pathname ?? null;
  return path === null || /@|%40/i.test(path) ? null : path;
}
