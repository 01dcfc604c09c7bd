// Answers a request whose body is not read to its end. Closing at once would reset the connection and
// most senders would see a broken line instead of the status, so the line stays open a moment longer.
import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Sends the whole answer, discards a little of what still arrives, then closes the connection. */
export async function answerAndLinger(
  response: Response,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const text = await response.text();
  const length = { 'content-length': String(Buffer.byteLength(text)), connection: 'close' };
  outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), ...length });
  outgoing.write(text);
  if (!incoming.readableDidRead) discard(incoming);
  await closedOrAfter(outgoing, LINGER_MS);
  outgoing.end();
}

/** Senders that write everything before they read get through when their body is only a little too large. */
function discard(incoming: IncomingMessage): void {
  let discarded = 0;
  incoming.on('error', () => incoming.destroy());
  incoming.on('data', (chunk: Buffer) => {
    discarded += chunk.byteLength;
    if (discarded > MAX_DISCARDED_BYTES) incoming.pause();
  });
}

function closedOrAfter(outgoing: ServerResponse, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  outgoing.once('close', () => {
    clearTimeout(timer);
    resolve();
  });
  return promise;
}

const LINGER_MS = 2_000;
const MAX_DISCARDED_BYTES = 4 * 1024 * 1024;
