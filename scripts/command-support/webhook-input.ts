// A webhook from a file or standard input, as the commands take it.
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Arguments, OptionSpec } from '../cli/arguments.ts';
import { UsageError } from '../cli/exit-code.ts';
import type { Runtime } from '../runtime.ts';
import type { Delivery } from '../signals/adapter.ts';

/** Options of every command that takes a webhook. */
export const WEBHOOK_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  source: {
    takes: 'value',
    value: 'SOURCE',
    help: 'the source that it comes from (rules/sources/<source>.yaml)',
  },
  headers: { takes: 'value', value: 'FILE', help: 'request headers as a JSON object' },
};

/** Reads headers and body; BODY is a file, `-` or nothing for standard input. */
export async function readWebhook(args: Arguments, runtime: Runtime): Promise<Delivery> {
  const headersFile = args.value('headers');
  const headers =
    headersFile === null ? {} : readHeaders(readInput(runtime, headersFile), headersFile);
  const bodyFile = args.positionals[0] ?? '-';
  const bytes = bodyFile === '-' ? await readStandardInput(runtime) : readInput(runtime, bodyFile);
  return { headers, body: new TextDecoder().decode(bytes) };
}

const MAX_BYTES = 32 * 1024 * 1024;

async function readStandardInput(runtime: Runtime): Promise<Uint8Array> {
  try {
    return await runtime.readStandardInput();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'standard input cannot be read', {
      cause: error,
    });
  }
}

/** The bytes of a file that a person or a runner named. */
export function readInput(runtime: Runtime, file: string): Uint8Array {
  const path = resolve(runtime.workingDirectory, file);
  try {
    if (statSync(path).size > MAX_BYTES)
      throw new UsageError(`unexpected size of \`${file}\`, expected at most 32 MiB`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read \`${file}\`: check that the file exists and may be read`, {
      cause: error,
    });
  }
}

function readHeaders(bytes: Uint8Array, file: string): Readonly<Record<string, string>> {
  return parseHeaders(parseJson(new TextDecoder().decode(bytes)), file);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Headers from JSON; `file` is where it stood. */
export function parseHeaders(value: unknown, file: string): Readonly<Record<string, string>> {
  const wrong = new UsageError(
    `unexpected content of \`${file}\`, expected a JSON object of header names and texts`,
  );
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong;
  return Object.fromEntries(
    Object.entries(value).map(([name, content]) => {
      if (typeof content !== 'string') throw wrong;
      return [name.toLowerCase(), content];
    }),
  );
}
