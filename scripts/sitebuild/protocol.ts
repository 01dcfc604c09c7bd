// What the builder and its child process say to each other.

/** The snapshot's name in an order's private folder. */
export const SNAPSHOT_FILE = 'snapshot.json';

/** One build to carry out; all paths are absolute. */
export type WorkerOrder = {
  readonly id: number;
  readonly siteRoot: string;
  /** A private folder that holds the snapshot; Astro's own files go there. */
  readonly workDir: string;
  readonly outDir: string;
  /** A digest of the program that makes the pages; null where it is not known. */
  readonly program: string | null;
};

/** What came of it. */
export type WorkerReport =
  | { readonly kind: 'built'; readonly id: number; readonly pages: number }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };

/** An order from a message; null for anything else. */
export function parseOrder(message: unknown): WorkerOrder | null {
  if (!isRecord(message)) return null;
  const { id, siteRoot, workDir, outDir, program } = message;
  if (typeof id !== 'number' || typeof siteRoot !== 'string') return null;
  if (typeof workDir !== 'string' || typeof outDir !== 'string') return null;
  if (typeof program !== 'string' && program !== null) return null;
  return { id, siteRoot, workDir, outDir, program };
}

/** A report from a message; null for anything else. */
export function parseReport(message: unknown): WorkerReport | null {
  if (!isRecord(message)) return null;
  const { kind, id, pages, reason } = message;
  if (typeof id !== 'number') return null;
  if (kind === 'built' && typeof pages === 'number') return { kind, id, pages };
  if (kind === 'failed' && typeof reason === 'string') return { kind, id, reason };
  return null;
}

/** The first telling line of an error as one sentence, without terminal colours. */
export function failureReason(error: unknown): string {
  if (isRecord(error) && typeof error['path'] === 'string' && typeof error['code'] === 'string') {
    return `${error['path']} cannot be used (${error['code']}): name a folder that can be written`;
  }
  const message = error instanceof Error ? error.message : String(error);
  const lines = message
    .replaceAll(ANSI_COLOUR, '')
    .split('\n')
    .map((line) => line.trim());
  const cause = (
    lines.find((line) => line !== '' && !line.startsWith('Build failed')) ?? ''
  ).replace(/[.:\s]+$/, '');
  return cause === '' ? 'the build gave no reason' : cause;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

// oxlint-disable-next-line no-control-regex
const ANSI_COLOUR = /\u001b\[[0-9;]*m/g;
