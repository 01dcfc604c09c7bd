// The workflows of this repository, and events that start them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseWorkflowFile } from './workflow-file.ts';

const FOLDER = fileURLToPath(new URL('../../../.github/workflows/', import.meta.url));

/** Variables of a repository that asked for Tocsin. */
export const ON = { TOCSIN: 'on' };

/** A workflow as GitHub reads it. */
export async function readWorkflow(name: string): ReturnType<typeof parseWorkflowFile> {
  return await parseWorkflowFile(name, readWorkflowText(name));
}

/** Its text. */
export function readWorkflowText(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

/** An issue with labels. */
export function issue(labels: readonly string[]): Record<string, unknown> {
  return { number: 7, labels: labels.map((name) => ({ name })) };
}

/** The event of a pull request that is closed. */
export function pullRequest(ref: string, full_name = 'larder/incidents'): unknown {
  return { action: 'closed', pull_request: { head: { ref, repo: { full_name } } } };
}
