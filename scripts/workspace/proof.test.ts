// Git over HTTP with a server that takes one token at a time, as GitHub takes those of an App for an hour.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  git,
  GIT_ENVIRONMENT,
  makeRemote,
  removeTemplate,
  temporaryFolder,
} from '../apply/testing/repository.ts';
import { withGitCredentials } from '../github/git-credentials.ts';
import { openBranches } from './branches.ts';
import { GitError, type GitProof } from './git.ts';
import { openWorkspace, type WorkspaceOptions } from './workspace.ts';

let server: Server;
let url: string;
let clone: string;
let words: string;
/** What the server takes now, and every proof that it saw. */
let valid = 'first-token';
const seen: (readonly string[])[] = [];

beforeAll(async () => {
  const { remote, clones } = makeRemote(1);
  git(remote, 'config', 'http.receivepack', 'true');
  clone = clones[0] ?? '';
  server = createServer((request, response) => serve(remote, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
  git(clone, 'remote', 'set-url', 'origin', `${url}/larder/incidents`);
  // Somebody left a proof in the checkout that no longer holds.
  git(clone, 'config', `http.${url}/.extraheader`, 'AUTHORIZATION: basic c3RhbGU=');
  words = join(temporaryFolder(), 'words');
  const program = join(temporaryFolder(), 'git');
  writeFileSync(program, `#!/bin/sh\necho "$@" >> '${words}'\nexec '${realGit()}' "$@"\n`, {
    mode: 0o755,
  });
  environment = { ...GIT_ENVIRONMENT, PATH: `${join(program, '..')}:${process.env['PATH'] ?? ''}` };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  removeTemplate();
});
beforeEach(() => {
  valid = 'first-token';
  seen.length = 0;
});

let environment: WorkspaceOptions['environment'];

/** Proves itself with the token of the moment. */
const prove: GitProof = async (known) => withGitCredentials(known, url, valid);

describe('git proves itself to a server', () => {
  test('with one token, read anew for each talk, and leaves none in words, addresses and files', async () => {
    const workspace = await openWorkspace(clone, options({ prove }));
    const head = await workspace.readHead();
    valid = 'second-token';
    const path = 'incidents/2026/2026-11-21-a.md';
    const commit = { message: 'tocsin: 2026-11-21-a opened', changes: [{ path, text: 'a\n' }] };
    expect(await workspace.commit(head, [commit])).toEqual({ kind: 'moved' });
    valid = 'third-token';
    const branches = await openBranches(clone, { environment, remote: 'origin', prove });
    expect(await branches.read('none')).toBeNull();
    expect(new Set(seen.map((proofs) => proofs.length))).toEqual(new Set([1]));
    expect(new Set(seen.flat())).toEqual(
      new Set(['first-token', 'second-token', 'third-token'].map(proofOf)),
    );
    expect(git(clone, 'remote', 'get-url', 'origin')).toBe(`${url}/larder/incidents`);
    for (const text of [
      readFileSync(words, 'utf8'),
      git(clone, 'config', '--list', '--show-origin'),
    ])
      for (const token of ['first-token', 'second-token', 'third-token'])
        for (const form of [token, proofOf(token).slice('basic '.length)])
          expect(text).not.toContain(form);
    expect(existsSync(join(clone, '.git', 'credentials'))).toBe(false);
  });

  test('and says what is wrong without the token where the server does not take it', async () => {
    const stale: GitProof = async (known) => withGitCredentials(known, url, 'stale-token');
    const traces = { ...environment, GIT_CURL_VERBOSE: '1', GIT_TRACE_REDACT: '0' };
    const workspace = await openWorkspace(clone, options({ prove: stale, environment: traces }));
    const failure = await workspace.readHead().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GitError);
    expect(String(failure)).toMatch(/^GitError: git fetch failed: /);
    expect(String(failure)).not.toMatch(/stale-token|basic|c3RhbGU/i);
  });

  test('and says why no token was to be had', async () => {
    const none: GitProof = async () => {
      throw new GitError('GitHub knows no App with this key');
    };
    const workspace = await openWorkspace(clone, options({ prove: none }));
    await expect(workspace.readHead()).rejects.toThrow('GitHub knows no App with this key');
  });
});

function options(changed: Partial<WorkspaceOptions>): WorkspaceOptions {
  return {
    environment,
    remote: 'origin',
    random: () => 0,
    now: () => new Date().toISOString(),
    ...changed,
  };
}

function proofOf(token: string): string {
  return `basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
}

function realGit(): string {
  return (
    (process.env['PATH'] ?? '')
      .split(':')
      .map((folder) => join(folder, 'git'))
      .find((path) => existsSync(path)) ?? 'git'
  );
}

/** Git's own server, behind a door that takes the valid proof only. */
function serve(remote: string, request: IncomingMessage, response: ServerResponse): void {
  const proofs = request.headersDistinct['authorization'] ?? [];
  seen.push(proofs);
  if (proofs.length !== 1 || proofs[0] !== proofOf(valid)) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end();
    return;
  }
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const child = spawn(realGit(), ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROJECT_ROOT: remote,
      PATH_INFO: path.replace('/larder/incidents', ''),
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'],
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      HTTP_GIT_PROTOCOL: request.headers['git-protocol']?.toString(),
      REMOTE_USER: 'tocsin',
    },
  });
  request.pipe(child.stdin);
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  child.on('close', () => {
    const all = Buffer.concat(parts);
    const end = all.indexOf('\r\n\r\n');
    const headers = all
      .subarray(0, end)
      .toString()
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
    const status = headers.find(([name]) => name === 'Status')?.[1] ?? '200';
    response.writeHead(Number.parseInt(status, 10), Object.fromEntries(headers));
    response.end(all.subarray(end + 4));
  });
}
