// A bucket on this machine. It checks signatures as the specification of AWS says, by node:crypto alone.
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** One object with what it was stored with. */
export type StoredObject = {
  readonly body: string;
  readonly type: string | undefined;
  readonly cache: string | undefined;
};

/** The server, its objects by path, and the writing requests in their order. */
export type BucketServer = {
  readonly endpoint: string;
  readonly objects: Map<string, StoredObject>;
  readonly log: string[];
  /** Whether the keys may delete. */
  mayDelete: boolean;
  /** How many requests are answered with 503 first. */
  faults: number;
  /** How many requests get no answer but the end of their connection. */
  broken: number;
  /** How many objects are cut off after half of them. */
  halved: number;
  readonly close: () => Promise<void>;
};

const KEYS = { id: 'AKIDEXAMPLE', secret: 'a secret' };

/** Starts a server with the bucket `status` in the region `test-1`. */
export async function startBucketServer(): Promise<BucketServer> {
  const objects = new Map<string, StoredObject>();
  const log: string[] = [];
  const http = createServer((request, response) => {
    void answer(request, response);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const server: BucketServer = {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    log,
    mayDelete: true,
    faults: 0,
    broken: 0,
    halved: 0,
    close: async () => {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return server;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    const refuse = (status: number, code: string): void => {
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
    };
    if (server.broken > 0) {
      server.broken -= 1;
      request.socket.destroy();
      return;
    }
    if (server.faults > 0) {
      server.faults -= 1;
      refuse(503, 'SlowDown');
      return;
    }
    const wrong = complaint(request, body);
    if (wrong !== null) {
      refuse(403, wrong);
      return;
    }
    const [, bucket, ...rest] = (request.url ?? '').split('/');
    const path = rest.join('/');
    if (bucket !== 'status') {
      refuse(404, 'NoSuchBucket');
      return;
    }
    const found = objects.get(path);
    if (request.method === 'GET') {
      if (found === undefined) refuse(404, 'NoSuchKey');
      else if (server.halved > 0) {
        server.halved -= 1;
        response.writeHead(200, { 'content-length': Buffer.byteLength(found.body) });
        response.write(found.body.slice(0, found.body.length / 2), () => request.socket.destroy());
      } else response.end(found.body);
      return;
    }
    if (request.method === 'DELETE' && !server.mayDelete) {
      refuse(403, 'AccessDenied');
      return;
    }
    log.push(`${request.method} ${path}`);
    if (request.method === 'PUT') {
      const { 'content-type': type, 'cache-control': cache } = request.headers;
      objects.set(path, { body: body.toString('utf8'), type, cache });
    } else objects.delete(path);
    response.writeHead(request.method === 'PUT' ? 200 : 204).end();
  }
}

/** What is wrong with the signature or the body; null when all is right. */
function complaint(request: IncomingMessage, body: Buffer): string | null {
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (found === null) return 'AccessDenied';
  const [, id, day = '', region = '', signed = '', signature = ''] = found;
  if (id !== KEYS.id) return 'InvalidAccessKeyId';
  if (region !== 'test-1') return 'AuthorizationHeaderMalformed';
  const one = (name: string): string => String(request.headers[name] ?? '').trim();
  if (one('x-amz-content-sha256') !== hash('sha256', body)) return 'XAmzContentSHA256Mismatch';
  const names = signed.split(';');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name)))
    return 'AccessDenied';
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const canonical = [
    request.method,
    path,
    query,
    ...names.map((name) => `${name}:${one(name)}`),
    '',
    signed,
    one('x-amz-content-sha256'),
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', one('x-amz-date'), scope, hash('sha256', canonical)];
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer>(
    (last, part) => createHmac('sha256', last).update(part).digest(),
    Buffer.from(`AWS4${KEYS.secret}`),
  );
  const expected = createHmac('sha256', key).update(toSign.join('\n')).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? null : 'SignatureDoesNotMatch';
}
