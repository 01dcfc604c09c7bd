// What the gateway writes to its log: keys and numbers of ours, never text from a request.
import type { RefusalCode, RefusalDetail } from './refusal.ts';

/** One line of the log; `source` is the id of a known source, else `(unknown)`. */
export type LogLine =
  | {
      readonly kind: 'refused';
      readonly source: string;
      readonly code: RefusalCode;
      readonly detail: RefusalDetail;
      readonly bytes: number | null;
      /** Number of the request since the process started. */
      readonly request: number;
    }
  | {
      /** SNS asked to confirm a subscription. */
      readonly kind: 'subscription';
      readonly source: string;
      readonly result: 'confirmed' | 'failed' | 'untrusted';
    }
  | {
      readonly kind: 'failed';
      readonly source: string;
      readonly errorId: string;
      /** The error's class; its message could repeat the payload. */
      readonly error: string;
      /** Where it was thrown, innermost first. */
      readonly frames: readonly string[];
    };

/** The source of a request that names none we know. */
export const UNKNOWN_SOURCE = '(unknown)';

/** The log line of an unexpected error, without its message. */
export function failedLine(error: unknown, source: string, errorId: string): LogLine {
  if (!(error instanceof Error)) {
    return { kind: 'failed', source, errorId, error: typeof error, frames: [] };
  }
  const frames = framesOf(error);
  return { kind: 'failed', source, errorId, error: error.constructor.name, frames };
}

/** The stack begins with the message, which may imitate frames; only what follows it is ours. */
function framesOf({ stack = '', message }: Error): readonly string[] {
  const start = stack.indexOf(message);
  if (start < 0) return [];
  const lines = stack.slice(start + message.length).split('\n');
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, MAX_FRAMES);
}

const MAX_FRAMES = 5;
