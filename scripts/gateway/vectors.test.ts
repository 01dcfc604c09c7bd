// Signed requests of the tools on their whole way in: HTTP, proof of origin, store. That schemes judge them is one
// thing; that the gateway hands each exactly the bytes, headers and address that were signed is another.
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SqliteInbox } from '../inbox/sqlite-inbox.ts';
import type { Source } from '../model/source.ts';
import {
  readVectors,
  schemeOf,
  skipped,
  type Vector,
} from '../signals/authenticity/testing/vectors.ts';
import { SOURCES, testGateway } from './testing/gateway.ts';
import { temporaryGateway, type TemporaryGateway } from './testing/temporary-gateway.ts';

let place: TemporaryGateway;
let inbox: SqliteInbox;

beforeEach(() => {
  place = temporaryGateway();
  ({ inbox } = place);
});
afterEach(() => place.close());

describe.skipIf(skipped !== '')(`signature vectors through the gateway${skipped}`, () => {
  const { vectors } = readVectors();

  test('are all sent', () => expect(vectors).toHaveLength(40));

  test.each(vectors)('$vendor: $name is $expect', async (vector) => {
    const response = await deliver(vector);
    expect([response.status, codeOf(await response.json())]).toEqual(expectedAnswer(vector));
    const stored = await inbox.claim(receivedAt(vector), 2);
    const bodies = stored.map(({ body }) => new TextDecoder().decode(body));
    expect(bodies).toEqual(response.status === 202 ? [vector.raw_body] : []);
  });

  test.each(vectors.filter(isSigned))(
    '$vendor: $name is refused with one byte more',
    async (vector) => {
      const response = await deliver({ ...vector, raw_body: `${vector.raw_body} ` });
      expect(response.status).toBe(401);
    },
  );
});

/** A token says nothing of the body. */
function isSigned({ vendor, expect: verdict }: Vector): boolean {
  return verdict === 'valid' && vendor !== 'honeycomb';
}

/** Status and code. Whether a body is JSON is asked only of authentic ones, and only where the tool sends nothing else. */
function expectedAnswer({
  vendor,
  name,
  expect: verdict,
}: Vector): readonly [number, string | null] {
  if (name === 'empty-secret') return [503, 'source_not_ready'];
  if (verdict === 'invalid') return [401, 'not_authentic'];
  const isText = vendor === 'jira-service-management' && name === 'published-vector';
  return isText ? [400, 'json_syntax'] : [202, null];
}

function codeOf(answer: unknown): string | null {
  const { error } = Object(answer);
  return error === undefined ? null : String(Object(error).code);
}

/** One address that was signed is none of a gateway; there only the way to the source is another. */
async function deliver(vector: Vector): Promise<Response> {
  const path = vector.path ?? '/hooks/tool';
  const id = path.slice(path.lastIndexOf('/') + 1);
  const { app } = testGateway(inbox, {
    sources: () => new Map([[id, sourceOf(id, vector)]]),
    credentials: () => vector.secrets,
    now: () => receivedAt(vector),
  });
  const routed = new Hono({ getPath: () => `/hooks/${id}` }).route('/', app);
  return await routed.request(path, {
    method: 'POST',
    headers: vector.headers,
    body: new TextEncoder().encode(vector.raw_body),
  });
}

function receivedAt(vector: Vector): string {
  return new Date(vector.received_at ?? '2026-11-21T09:18:00Z').toISOString();
}

function sourceOf(id: string, { vendor, user, secrets, options }: Vector): Source {
  const [template] = SOURCES.values();
  if (template === undefined) throw new Error('the test gateway has no source');
  const authentication = {
    scheme: schemeOf(vendor),
    user: user ?? null,
    secrets,
    timestampHeader: options?.timestamp_header ?? null,
  };
  return { ...template, id, vendor, authentication };
}
