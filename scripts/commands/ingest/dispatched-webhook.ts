// A webhook that comes as an event of GitHub: `repository_dispatch` from a tool, `workflow_dispatch` from a person.
import { UsageError } from '../../cli/exit-code.ts';
import type { Runtime } from '../../runtime.ts';
import type { Delivery } from '../../signals/adapter.ts';
import { parseHeaders, readInput } from '../../command-support/webhook-input.ts';

/** The source and the webhook that the file of an event holds; UsageError says what was expected in it. */
export function readDispatched(
  runtime: Runtime,
  file: string,
): { readonly source: string; readonly delivery: Delivery } {
  const event = parseEvent(new TextDecoder().decode(readInput(runtime, file)), file);
  const given = fieldOf(event, 'client_payload') ?? fieldOf(event, 'inputs');
  const [source, body] = [fieldOf(given, 'source'), fieldOf(given, 'body')];
  const isBody = typeof body === 'string' || (typeof body === 'object' && body !== null);
  if (typeof source !== 'string' || !isBody)
    throw new UsageError(
      `unexpected content of \`${file}\`, expected an event whose client_payload is {"source": …, "body": …}`,
    );
  const headers = fieldOf(given, 'headers') ?? {};
  return {
    source,
    delivery: {
      headers: parseHeaders(headers, file),
      body: typeof body === 'string' ? body : JSON.stringify(body),
    },
  };
}

function parseEvent(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`unexpected content of \`${file}\`, expected the JSON of an event`);
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
