// A bucket over the S3 protocol: signed requests, several at a time, each tried again when the service or the
// connection is at fault.
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { AwsClient } from 'aws4fetch';
import type { BucketPlace } from '../model/publish.ts';
import { cacheControlOf, mediaTypeOf } from './media.ts';
import { type Place, PlaceError, textsByPath } from './place.ts';
import type { Step } from './steps.ts';

/** Who signs the requests. */
export type BucketCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
};

const AT_ONCE = 8;
const RETRIES = 3;
const FIRST_WAIT_MS = 100;
const TIME_LIMIT_MS = 60_000;

/** Opens a bucket; nothing is asked of it yet. */
export async function openBucket(
  place: BucketPlace,
  { sessionToken, ...keys }: BucketCredentials,
): Promise<Place> {
  const { AwsClient } = await import('aws4fetch');
  const client = new AwsClient({
    ...keys,
    ...(sessionToken === null ? {} : { sessionToken }),
    service: 's3',
    region: place.region,
    retries: 0,
  });
  const ask = asking(client, place);
  return {
    name: `the bucket ${place.bucket}`,
    read: async (paths) => {
      const texts = await eachOf(paths, async (path) => {
        const { status, text } = await ask('GET', path, null);
        return status === 404 ? null : text;
      });
      return textsByPath(paths, texts);
    },
    carryOut: async (groups, folder) => {
      for (const group of groups) await eachOf(group, (step) => take(ask, step, folder));
    },
  };
}

/** Does something with each, several at a time. */
async function eachOf<T, R>(
  all: readonly T[],
  work: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const done: R[] = [];
  for (let from = 0; from < all.length; from += AT_ONCE)
    done.push(...(await Promise.all(all.slice(from, from + AT_ONCE).map(work))));
  return done;
}

type Answer = { readonly status: number; readonly text: string };

type Ask = (method: 'GET' | 'PUT' | 'DELETE', path: string, body: Buffer | null) => Promise<Answer>;

async function take(ask: Ask, step: Step, folder: string): Promise<void> {
  if (step.kind === 'delete') await ask('DELETE', step.path, null);
  else if (step.kind === 'write') await ask('PUT', step.path, Buffer.from(step.text));
  else await ask('PUT', step.path, await readFile(join(folder, step.path)));
}

function asking(client: AwsClient, { endpoint, bucket, prefix, region }: BucketPlace): Ask {
  return async (method, path, body) => {
    const url = `${endpoint}/${bucket}/${prefix}${path}`;
    const answer = await send(client, url, {
      method,
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
      headers: {
        'x-amz-content-sha256': hash('sha256', body ?? ''),
        ...(body === null
          ? {}
          : { 'content-type': mediaTypeOf(path), 'cache-control': cacheControlOf(path) }),
      },
      ...(body === null ? {} : { body: new Uint8Array(body) }),
    });
    const isOk = answer.status >= 200 && answer.status < 300;
    if (isOk || (answer.status === 404 && method !== 'PUT')) return answer;
    throw new PlaceError(refusal(answer.status, answer.text, { method, path, bucket, region }));
  };
}

/** An answer counts when all of it has arrived. */
async function send(client: AwsClient, url: string, init: RequestInit): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    const isLast = tries === RETRIES;
    try {
      const response = await client.fetch(url, init);
      const answer = { status: response.status, text: await response.text() };
      if (isLast || (answer.status < 500 && answer.status !== 429)) return answer;
    } catch (error) {
      if (isLast || init.signal?.aborted === true) throw silence(url, error);
    }
    await wait(FIRST_WAIT_MS * 2 ** tries);
  }
}

function silence(url: string, error: unknown): PlaceError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  return new PlaceError(
    `${new URL(url).host} does not answer${cause === '' ? '' : ` (${cause})`}: check \`publish.s3.endpoint\` and the network`,
    { cause: error },
  );
}

function refusal(
  status: number,
  body: string,
  {
    method,
    path,
    bucket,
    region,
  }: Readonly<Record<'method' | 'path' | 'bucket' | 'region', string>>,
): string {
  const code = /<Code>(\w+)<\/Code>/.exec(body)?.[1] ?? `status ${status}`;
  const hints: Readonly<Record<string, string>> = {
    NoSuchBucket: `make the bucket, or correct \`publish.s3.bucket\``,
    SignatureDoesNotMatch: 'check AWS_SECRET_ACCESS_KEY and the clock of this machine',
    InvalidAccessKeyId: 'check AWS_ACCESS_KEY_ID',
    ExpiredToken: 'sign in again for a new AWS_SESSION_TOKEN',
    RequestTimeTooSkewed: 'set the clock of this machine',
    AuthorizationHeaderMalformed: `check \`publish.s3.region\` (${region})`,
    PermanentRedirect: `check \`publish.s3.region\` (${region})`,
    AccessDenied:
      'the keys need s3:GetObject, s3:PutObject, s3:DeleteObject, and s3:ListBucket to tell what is not there',
  };
  return `the bucket ${bucket} refuses ${method} ${path} (${code}): ${hints[code] ?? 'try again later, or ask who runs it'}`;
}
