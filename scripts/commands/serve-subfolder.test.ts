// `tocsin serve` for an organisation that is a folder in a larger repository.
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  cleanUp,
  commitAll,
  exampleOrganisation,
  git,
  startTocsin,
  temporaryFolder,
  tocsinCommits,
  until,
} from './testing/process.ts';
import { postAlert, SECRETS } from './testing/serve.ts';

afterAll(cleanUp);

test('webhooks become commits in the folder, and changes in it are taken over', async () => {
  const top = temporaryFolder('monorepo');
  const root = join(top, 'ops', 'tocsin');
  cpSync(exampleOrganisation(), root, { recursive: true });
  rmSync(join(root, '.git'), { recursive: true });
  git(top, 'init', '--quiet', '--initial-branch=main');
  commitAll(top, 'Everything of ours');
  const started = startTocsin(['serve', '--port', '0', '--look-every', '1'], {
    cwd: root,
    environment: SECRETS,
  });
  const service = { ...started, url: await started.says(/listening on (\S+)/) };
  expect((await postAlert(service, { service: 'payments-api' })).status).toBe(202);
  const [commit] = await until(
    () => (tocsinCommits(top).length > 0 ? tocsinCommits(top) : null),
    () => `a commit; the service says\n${service.out()}${service.err()}`,
  );
  expect(commit).toMatch(/^tocsin: \S+-payments-api opened$/);
  const path = git(top, 'show', '--name-only', '--format=', 'HEAD');
  expect(path).toMatch(/^ops\/tocsin\/incidents\/\d{4}\/\S+-payments-api\.md$/);
  expect(existsSync(join(top, path))).toBe(true);
  // The branch moves before the files in the folder follow it.
  await until(
    () => (git(top, 'status', '--porcelain') === '' ? true : null),
    () => `files that follow: ${git(top, 'status', '--porcelain')}`,
  );
  const settings = join(root, 'tocsin.yaml');
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('name: Larder', 'name: Pantry'));
  commitAll(top, 'Another name');
  await service.says(/the configuration of commit \S+ is in force/);
  expect(await service.end('SIGTERM')).toBe(0);
});
