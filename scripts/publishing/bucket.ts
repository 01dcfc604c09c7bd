// A bucket over the S3 protocol: signed requests, several at a time, each tried again when the service is at fault.
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AwsClient } from 'aws4fetch';
import type { BucketPlace } from '../model/publish.ts';
import { cacheControlOf, mediaTypeOf } from './media.ts';
import { type Place, PlaceError } from './place.ts';
import type { Step } from './steps.ts';

/** Who signs the requests. */
export type BucketCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
};

const AT_ONCE = 8;
const RETRIES = 3;
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
    retries: RETRIES,
  });
  const ask = asking(client, place);
  return {
    name: `the bucket ${place.bucket}`,
    read: async (path) => {
      const answer = await ask('GET', path, null);
      return answer.status === 404 ? null : await answer.text();
    },
    carryOut: async (groups, folder) => {
      for (const group of groups)
        for (let from = 0; from < group.length; from += AT_ONCE)
          await Promise.all(
            group.slice(from, from + AT_ONCE).map((step) => take(ask, step, folder)),
          );
    },
  };
}

type Ask = (
  method: 'GET' | 'PUT' | 'DELETE',
  path: string,
  body: Buffer | null,
) => Promise<Response>;

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
    if (answer.ok || (answer.status === 404 && method !== 'PUT')) return answer;
    throw new PlaceError(
      refusal(answer.status, await answer.text(), { method, path, bucket, region }),
    );
  };
}

async function send(client: AwsClient, url: string, init: RequestInit): Promise<Response> {
  try {
    return await client.fetch(url, init);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
    throw new PlaceError(
      `${new URL(url).host} does not answer${cause === '' ? '' : ` (${cause})`}: check \`publish.s3.endpoint\` and the network`,
      { cause: error },
    );
  }
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
