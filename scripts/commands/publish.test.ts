// `tocsin publish` as a process, and what docs/publishing.md shows of it.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startBucketServer } from '../publishing/testing/bucket-server.ts';
import { SITE, writeSite } from '../publishing/testing/sample-site.ts';
import { validate } from '../validation/validate.ts';
import { readAllFiles } from '../workspace/read.ts';
import {
  cleanUp,
  commitAll,
  exampleOrganisation,
  git,
  runTocsin,
  smallOrganisation,
  temporaryFolder,
  tocsinCommits,
} from './testing/process.ts';

const PAGE = readFileSync(new URL('../../docs/publishing.md', import.meta.url), 'utf8');
const [PLACES = '', R2 = ''] = [...PAGE.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(
  ([, text = '']) => text,
);

afterAll(cleanUp);

/** An organisation with a folder of its own and the places of the page. */
function organisation(
  places: string,
  root = smallOrganisation(),
): { readonly root: string; readonly www: string } {
  const www = join(temporaryFolder('www'), 'status');
  mkdirSync(join(root, 'incidents/2026'), { recursive: true });
  const settings = join(root, 'tocsin.yaml');
  writeFileSync(
    settings,
    `${readFileSync(settings, 'utf8')}\n${places.replaceAll('/srv/www/status', www)}`,
  );
  return { root, www };
}

/** A site of a commit that tells of one incident, with updates at these times. */
function siteWith(revision: string, updates: readonly string[]): string {
  const said = updates.map((clock) => ({ at: `2026-11-22T${clock}:00.000Z`, text: clock }));
  return writeSite(join(temporaryFolder('built'), 'dist'), {
    ...SITE,
    'api/v1/summary.json': JSON.stringify({ revision }),
    'api/v1/incidents/2026-11-22-shop.json': JSON.stringify({ updates: said }),
    'incidents/2026-11-22-shop.html': updates.join(),
  });
}

describe('docs/publishing.md', () => {
  test('shows places that can be used', () => {
    for (const places of [PLACES, R2]) {
      const { root } = organisation(places);
      const { organisation: read, diagnostics } = validate(readAllFiles(root));
      expect(diagnostics).toEqual([]);
      expect(read?.settings.publish.s3?.bucket).toBe('larder-status');
    }
  });

  test('shows commands that work as written', { timeout: 240_000 }, async () => {
    const { root, www } = organisation(PLACES.replace(/ {2}s3:\n[^]*/, ''), exampleOrganisation());
    commitAll(root, 'Published from here');
    const revision = git(root, 'rev-parse', 'HEAD');
    const summary = JSON.stringify({ revision });
    const site = writeSite(join(root, 'dist'), { ...SITE, 'api/v1/summary.json': summary });
    const lines = [...PAGE.matchAll(/^ {4}(tocsin publish[^#\n]*)/gm)].map(([, line = '']) =>
      line.trim().split(' ').slice(1),
    );
    expect(lines.length).toBe(4);
    for (const words of lines.filter((line) => !line.includes('s3'))) {
      const { code, err } = await runTocsin([...words], { cwd: root });
      expect({ words, code, err }).toEqual({ words, code: 0, err: '' });
    }
    // Built now, then from `dist`, then back.
    expect(readFileSync(join(www, 'index.html'), 'utf8')).toContain('Larder');
    expect(site).toBe(join(root, 'dist'));
  });
});

describe('tocsin publish', () => {
  test('says what it would do, does it, and has nothing to do the next time', async () => {
    const { root, www } = organisation('publish: {folder: {path: /srv/www/status}}\n');
    const from = writeSite(join(root, 'dist'), SITE);
    const call = async (...words: readonly string[]): Promise<unknown> =>
      JSON.parse(
        (await runTocsin(['publish', '--json', '--from', from, ...words], { cwd: root })).out,
      );
    expect(await call('--dry-run')).toMatchObject({ dryRun: true, unchanged: 0, deleted: [] });
    expect(existsSync(www)).toBe(false);
    expect(await call()).toMatchObject({ dryRun: false, place: www });
    expect(await call()).toMatchObject({ sent: [], deleted: [], unchanged: 8 });
    rmSync(join(from, 'history.html'));
    expect(await call()).toMatchObject({ sent: [], deleted: ['history.html'], unchanged: 7 });
    expect(existsSync(join(www, 'history.html'))).toBe(false);
  });

  const DATED = '2026-11-13-order-api';
  /** Its post-mortem was published before anything was dated. */
  const OLD = '2025-12-11-order-api';
  const POSTMORTEM = `postmortems/2026/${DATED}.md`;
  const WANTED = `${POSTMORTEM}: unexpected absence of \`published\`: feeds announce it to nobody, and nothing is written here, since`;

  function edit(root: string, path: string, change: (text: string) => string): void {
    writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8')));
  }

  /** An organisation whose post-mortem was published just now, a day after its incident was over, in the file only. */
  function publishedNow(places = 'publish: {folder: {path: /srv/www/status}}\n'): {
    readonly root: string;
    readonly www: string;
  } {
    const { root, www } = organisation(places, exampleOrganisation([DATED, OLD]));
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z');
    edit(root, `incidents/2026/${DATED}.md`, (text) =>
      text.replace(/^  resolved: .*$/m, `  resolved: ${yesterday}`),
    );
    commitAll(root, 'Published from here');
    edit(root, POSTMORTEM, (text) => text.replace(/^state: .*$/m, 'state: published'));
    return { root, www };
  }

  async function say(
    root: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    return (await runTocsin(['publish'], { cwd: root, environment })).err;
  }

  test('dates a post-mortem that was published a moment ago, and says what to write where it cannot', async () => {
    const { root } = publishedNow();
    const noted = `tocsin: ${DATED} post-mortem published`;
    expect(await say(root)).toContain(`${WANTED} that it is out is not committed. Write \`pub`);
    expect(tocsinCommits(root)).toEqual([]);
    commitAll(root, 'Out');
    const there = await say(root, { CI: 'true' });
    expect(there).toContain(`${WANTED} what this run commits is lost. Write`);
    const lock = join(root, '.git/refs/heads/main.lock');
    writeFileSync(lock, '');
    expect(await say(root)).toContain(`${WANTED} git takes no commit. Write`);
    rmSync(lock);
    edit(root, 'tocsin.yaml', (text) => text.replace('/status}', '/none/status}'));
    expect(await say(root)).toContain('there is no folder');
    expect(tocsinCommits(root)).toEqual([]);
    edit(root, 'tocsin.yaml', (text) => text.replace('/none/status}', '/status}'));
    const from = ['--from', writeSite(join(root, 'dist'), SITE)];
    expect((await runTocsin(['publish', ...from], { cwd: root })).err).not.toContain('published`');
    expect(tocsinCommits(root)).toEqual([]);
    expect(await say(root)).toContain('says since when it is published, in a commit');
    expect(tocsinCommits(root)).toEqual([noted]);
    expect(readFileSync(join(root, POSTMORTEM), 'utf8')).toMatch(/^published: 20/m);
    expect(await say(root)).not.toContain('published`');
    const commit = git(root, 'rev-parse', 'HEAD');
    edit(root, 'tocsin.yaml', (text) => text.replace('writer: local', 'writer: gateway'));
    edit(root, POSTMORTEM, (text) => text.replace(/^published: .*\n/m, ''));
    commitAll(root, 'Another writer');
    expect(await say(root)).not.toContain('published`');
    expect(git(root, 'rev-parse', 'HEAD~1')).toBe(commit);
  });

  test('dates nothing where the site cannot be built, and takes the date back where it does not come out', async () => {
    const { root, www } = publishedNow();
    commitAll(root, 'Out');
    const out = join(root, '.tocsin', 'published');
    mkdirSync(join(root, '.tocsin'));
    writeFileSync(out, '');
    expect(await say(root)).not.toContain('published`');
    expect(tocsinCommits(root)).toEqual([]);
    rmSync(out);
    writeFileSync(`${www}.versions`, '');
    const said = await say(root);
    expect(said).toContain(
      `tocsin: ${DATED}: the page did not come out, so its post-mortem says no`,
    );
    expect(readFileSync(join(root, POSTMORTEM), 'utf8')).not.toMatch(/^published:/m);
    expect(tocsinCommits(root)).toEqual([
      `tocsin: ${DATED} post-mortem published`,
      `tocsin: ${DATED} post-mortem not published yet`,
    ]);
    rmSync(`${www}.versions`);
    expect(await say(root)).not.toContain('did not come out');
    expect(readFileSync(join(root, POSTMORTEM), 'utf8')).toMatch(/^published: 20/m);
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  test('leaves the date where customers read the page, though not all of it could be done', async () => {
    const server = await startBucketServer();
    const { root } = publishedNow(
      `publish: {s3: {bucket: status, region: test-1, endpoint: '${server.endpoint}'}}\n`,
    );
    commitAll(root, 'Out');
    const environment = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'a secret' };
    const old = writeSite(join(root, 'dist'), { ...SITE, 'old.html': 'gone by now' });
    const before = await runTocsin(['publish', '--from', old], { cwd: root, environment });
    expect(before.code).toBe(0);
    server.mayDelete = false;
    const { code, err } = await runTocsin(['publish', '--force'], { cwd: root, environment });
    expect(code).toBe(3);
    expect(err).not.toContain('did not come out');
    const dated = /^published: (\S+)$/m.exec(readFileSync(join(root, POSTMORTEM), 'utf8'))?.[1];
    expect(dated).toMatch(/^20/);
    expect(server.objects.get('index.html')?.body).toContain('</html>');
    expect(tocsinCommits(root)).toEqual([`tocsin: ${DATED} post-mortem published`]);
    await server.close();
  });

  test('sweeps nothing into its commit that people have staged, and says that the index lacks the date', async () => {
    const { root } = publishedNow();
    commitAll(root, 'Out');
    edit(root, 'tocsin.yaml', (text) => `${text}# staged\n`);
    edit(root, POSTMORTEM, (text) => `${text}\nStaged as well.\n`);
    git(root, 'add', 'tocsin.yaml', POSTMORTEM);
    edit(root, 'tocsin.yaml', (text) => `${text}# not staged\n`);
    const before = git(root, 'diff', '--cached');
    expect(await say(root)).toContain(
      `${POSTMORTEM} has uncommitted edits that do not go with the commit just made`,
    );
    expect(git(root, 'show', '--format=', '--numstat', 'HEAD')).toBe(`1\t0\t${POSTMORTEM}`);
    const staged = git(root, 'diff', '--cached');
    expect(staged.split('\n').filter((line) => /^[+-][^+-]/.test(line))).toEqual([
      expect.stringMatching(/^-published: /),
      ...before.split('\n').filter((line) => /^[+-][^+-]/.test(line)),
    ]);
    expect(git(root, 'diff', '--', 'tocsin.yaml')).toContain('+# not staged');
    expect(readFileSync(join(root, POSTMORTEM), 'utf8')).toMatch(/^published: [^]*Staged as well/m);
  });

  test('says what the file in the folder lacks where edits kept it from following the commit', async () => {
    const { root } = publishedNow();
    commitAll(root, 'Out');
    // Beside the place of the new line, at the end of the front matter.
    edit(root, POSTMORTEM, (text) => text.replace(/\n---\n/, ' # somebody edits\n---\n'));
    const first = await say(root);
    expect(first).toContain('says since when it is published, in a commit');
    const at = /^published: .*$/m.exec(git(root, 'show', `HEAD:${POSTMORTEM}`))?.[0];
    const lost = `${POSTMORTEM}: unexpected absence of \`published\`: the newest commit has it, and the next one takes it out, since the file here has uncommitted edits. Write \`${at}\` into it\n`;
    expect(first).toContain(lost);
    const second = await say(root);
    expect(second).toContain(lost);
    expect(second).not.toContain('feeds announce it to nobody');
    expect(tocsinCommits(root)).toHaveLength(1);
  });

  test.each([
    [
      'no branch is checked out',
      (root: string) => git(root, 'checkout', '--quiet', '--detach'),
      'no branch is checked out: check out the branch that holds the organisation',
    ],
    [
      'git knows nothing of it',
      (root: string) => rmSync(join(root, '.git'), { recursive: true }),
      'the organisation is not in a git repository: run `git init` there and commit it',
    ],
  ])('where %s it asks for nothing that is old', async (_what, change, why) => {
    const { root } = publishedNow();
    commitAll(root, 'Out');
    change(root);
    const said = await say(root, { CI: 'true' });
    expect(said).toContain(`${WANTED} ${why}. Write \`published: 20`);
    expect(said).not.toContain(OLD);
  });

  test('says in a shallow clone that it does not tell since when something recent is out', async () => {
    const { root } = publishedNow();
    commitAll(root, 'Out');
    const shallow = join(temporaryFolder('shallow'), 'clone');
    git(root, 'clone', '--quiet', '--depth', '1', `file://${root}`, shallow);
    for (const environment of [{ CI: 'true' }, {}]) {
      const said = await say(shallow, environment);
      expect(said).toContain(
        `${WANTED} the clone is shallow and does not tell since when it is out. Write`,
      );
      expect(said).not.toContain(OLD);
    }
    expect(tocsinCommits(shallow)).toEqual([]);
  });

  test('takes no incident from the page for want of commits, unless it is told to', async () => {
    const { root } = organisation('publish: {folder: {path: /srv/www/status}}\n');
    commitAll(root, 'Older');
    const older = git(root, 'rev-parse', 'HEAD');
    git(root, 'commit', '--quiet', '--allow-empty', '-m', 'Newer');
    const newer = git(root, 'rev-parse', 'HEAD');
    const incident = 'incidents/2026-11-22-shop.html';
    const call = async (
      revision: string,
      files: Readonly<Record<string, string>>,
      ...words: readonly string[]
    ): Promise<readonly [number | null, string]> => {
      const summary = JSON.stringify({ revision });
      const from = join(temporaryFolder('built'), 'dist');
      writeSite(from, { ...SITE, ...files, 'api/v1/summary.json': summary });
      const { code, err } = await runTocsin(['publish', '--from', from, ...words], { cwd: root });
      return [code, err];
    };
    expect(await call(older, {})).toEqual([0, '']);
    expect(await call(newer, { [incident]: 'It is down' })).toEqual([0, '']);
    const refused = await call(older, {});
    expect(refused).toEqual([3, expect.stringContaining(`would lose ${incident}`)]);
    expect(refused[1]).toContain('git pull');
    // Nothing is lost, and it is older all the same.
    expect((await call(older, { [incident]: 'It is down' }))[0]).toBe(3);
    const dry = await call(older, {}, '--dry-run');
    expect(dry).toEqual([0, expect.stringContaining(`refused: ${refused[1].slice(8, 40)}`)]);
    expect(dry[1]).toContain(`would lose ${incident}`);
    expect(await call(older, {}, '--dry-run', '--force')).toEqual([0, '']);
    expect(await call(older, {}, '--force')).toEqual([0, '']);
    // A commit that this clone has never seen.
    const foreign = 'f'.repeat(40);
    expect((await call(foreign, { [incident]: 'It is down' }, '--force'))[0]).toBe(0);
    expect(await call(newer, {})).toEqual([3, expect.stringContaining('is not in')]);
    expect(await call(newer, { [incident]: 'It is over' })).toEqual([
      0,
      expect.stringContaining('nothing that was said of an incident is lost'),
    ]);
  });

  test('goes back to no version that does not tell of what is open, unless it is told to', async () => {
    const { root, www } = organisation('publish: {folder: {path: /srv/www/status}}\n');
    const put = async (...ids: readonly string[]): Promise<void> => {
      const from = join(temporaryFolder('built'), 'dist');
      const summary = JSON.stringify({ incidents: ids.map((id) => ({ id })) });
      writeSite(from, { ...SITE, 'api/v1/summary.json': summary });
      expect((await runTocsin(['publish', '--from', from], { cwd: root })).code).toBe(0);
    };
    const back = async (...words: readonly string[]): Promise<readonly [number | null, string]> => {
      const { code, err } = await runTocsin(['publish', '--roll-back', ...words], { cwd: root });
      return [code, err];
    };
    const shown = (): string => readFileSync(join(www, 'api/v1/summary.json'), 'utf8');
    await put();
    await put('2026-11-20-pay');
    await put('2026-11-20-pay', '2026-11-22-shop');
    const refused = await back();
    expect(refused).toEqual([3, expect.stringContaining('not say that 2026-11-22-shop is open')]);
    expect(refused[1]).toContain('--force');
    expect(shown()).toContain('2026-11-22-shop');
    await put('2026-11-20-pay');
    expect(await back()).toEqual([0, '']);
    expect(shown()).toContain('2026-11-22-shop');
    expect(await back('--force')).toEqual([0, '']);
    expect(shown()).not.toContain('2026-11-22-shop');
  });

  test('takes no incident from the page that another clone published before it was committed', async () => {
    const { root, www } = organisation('publish: {folder: {path: /srv/www/status}}\n');
    commitAll(root, 'Published from here');
    const revision = git(root, 'rev-parse', 'HEAD');
    const page = 'incidents/2026-11-22-shop.html';
    const call = async (
      files: Readonly<Record<string, string>>,
      ...words: readonly string[]
    ): Promise<readonly [number | null, string]> => {
      const from = join(temporaryFolder('built'), 'dist');
      writeSite(from, { ...SITE, ...files, 'api/v1/summary.json': JSON.stringify({ revision }) });
      const { code, err } = await runTocsin(['publish', '--from', from, ...words], { cwd: root });
      return [code, err];
    };
    const file = join(root, 'incidents/2026/2026-11-22-shop.md');
    writeFileSync(file, '---\n');
    const told = await call({ [page]: 'It is down' });
    expect(told[0]).toBe(0);
    expect(told[1]).toContain('1 file is not committed (incidents/2026/2026-11-22-shop.md)');
    expect(existsSync(join(www, page))).toBe(true);
    // Whoever hides it knows of it.
    expect(await call({}, '--dry-run')).toEqual([0, '']);
    rmSync(file);
    const dry = await call({}, '--dry-run');
    expect(dry).toEqual([0, expect.stringContaining('would be refused')]);
    expect(dry[1]).toContain(`would lose ${page}`);
    const refused = await call({});
    expect(refused).toEqual([3, expect.stringContaining(`would lose ${page}`)]);
    expect(refused[1]).toContain('not committed');
    expect(await call({}, '--force')).toEqual([0, '']);
    expect(await call({ [page]: 'It is down' })).toEqual([0, '']);
    writeFileSync(file, '---\n');
    expect((await call({}))[0]).toBe(0);
  });

  test('names the address of an incident whose file was taken away or renamed', async () => {
    const { root } = organisation('publish: {folder: {path: /srv/www/status}}\n');
    const file = 'incidents/2026/2026-11-22-shop.md';
    writeFileSync(join(root, file), '---\n');
    const call = async (
      files: Readonly<Record<string, string>>,
      ...words: readonly string[]
    ): Promise<readonly [number | null, string]> => {
      const revision = git(root, 'rev-parse', 'HEAD');
      const from = join(temporaryFolder('built'), 'dist');
      writeSite(from, { ...SITE, ...files, 'api/v1/summary.json': JSON.stringify({ revision }) });
      const { code, err } = await runTocsin(['publish', '--from', from, ...words], { cwd: root });
      return [code, err];
    };
    commitAll(root, 'It was down');
    expect(await call({ 'incidents/2026-11-22-shop.html': 'It was down' })).toEqual([0, '']);
    renameSync(join(root, file), join(root, 'incidents/2026/2026-11-22-order.md'));
    commitAll(root, 'It was the order');
    const renamed = { 'incidents/2026-11-22-order.html': 'It was down' };
    const named = 'customers lose the address incidents/2026-11-22-shop.html';
    expect(await call(renamed, '--dry-run')).toEqual([0, expect.stringContaining(named)]);
    const [code, err] = await call(renamed);
    expect([code, err]).toEqual([0, expect.stringContaining(named)]);
    expect(err).toContain(`there is no ${file} any more`);
    expect(await call(renamed)).toEqual([0, '']);
  });

  test('from a clone that is behind changes nothing, though no page would be lost', async () => {
    const { root, www } = organisation('publish: {folder: {path: /srv/www/status}}\n');
    commitAll(root, 'Over');
    const behind = join(temporaryFolder('behind'), 'clone');
    git(root, 'clone', '--quiet', root, behind);
    git(root, 'commit', '--quiet', '--allow-empty', '-m', 'It is back');
    const call = async (
      clone: string,
      updates: readonly string[],
      ...words: readonly string[]
    ): Promise<readonly [number | null, string]> => {
      const from = siteWith(git(clone, 'rev-parse', 'HEAD'), updates);
      const { code, err } = await runTocsin(['publish', '--from', from, ...words], { cwd: clone });
      return [code, err];
    };
    expect((await call(root, ['10:00', '11:10', '13:50']))[0]).toBe(0);
    const refused = await call(behind, ['10:00', '11:10']);
    expect(refused).toEqual([3, expect.stringContaining('which is newer than')]);
    expect(refused[1]).toContain('the update of 2026-11-22 13:50 UTC in incidents/');
    // Whatever else changed since: the place says itself that it is newer.
    expect((await call(behind, ['10:00', '11:10', '13:50', '14:00']))[0]).toBe(3);
    // With a commit of its own it is neither older nor newer, and what customers would lose decides.
    git(behind, 'commit', '--quiet', '--allow-empty', '-m', 'Only here');
    const beside = await call(behind, ['10:00', '11:10', '14:00']);
    expect(beside).toEqual([3, expect.stringContaining('is not in')]);
    expect(beside[1]).toContain('the update of 2026-11-22 13:50 UTC in incidents/');
    const list = join(www, 'published.json');
    expect(readFileSync(list, 'utf8')).toContain(git(root, 'rev-parse', 'HEAD~1').slice(0, 12));
    expect(await call(behind, ['10:00', '11:10', '13:50'])).toEqual([
      0,
      expect.stringContaining('nothing that was said of an incident is lost'),
    ]);
    expect(await call(behind, ['10:00'], '--force')).toEqual([0, '']);
  });

  test('takes back no word that another clone published before it was committed', async () => {
    const { root, www } = organisation('publish: {folder: {path: /srv/www/status}}\n');
    const file = join(root, 'incidents/2026/2026-11-22-shop.md');
    writeFileSync(file, 'Over\n');
    commitAll(root, 'Published from here');
    const call = async (
      updates: readonly string[],
      text: string,
    ): Promise<readonly [number | null, string]> => {
      writeFileSync(file, text);
      const from = siteWith(git(root, 'rev-parse', 'HEAD'), updates);
      const { code, err } = await runTocsin(['publish', '--from', from], { cwd: root });
      return [code, err];
    };
    expect((await call(['10:00', '13:50'], 'Back\n'))[0]).toBe(0);
    expect(readFileSync(join(www, 'published.json'), 'utf8')).toContain('"2026-11-22-shop"');
    // Another clone has the file as it is committed, at that commit or a later one.
    expect((await call(['10:00'], 'Over\n'))[1]).toContain('the update of 2026-11-22 13:50 UTC');
    git(root, 'commit', '--quiet', '--allow-empty', '-m', 'Something else');
    expect((await call(['10:00'], 'Over\n'))[0]).toBe(3);
    // Whoever changed it knows what it says.
    expect((await call(['10:00'], 'A mistake\n'))[0]).toBe(0);
  });

  test('sends to a bucket with keys from the environment only', async () => {
    const server = await startBucketServer();
    const { root } = organisation(
      `publish: {s3: {bucket: status, region: test-1, endpoint: '${server.endpoint}'}}\n`,
    );
    const words = ['publish', '--from', writeSite(join(root, 'dist'), SITE)];
    const without = await runTocsin(words, { cwd: root });
    expect(without).toMatchObject({ code: 2 });
    expect(without.err).toContain('set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
    const environment = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'a secret' };
    const { code, out } = await runTocsin(words, { cwd: root, environment });
    expect({ code, out }).toEqual({
      code: 0,
      out: 'the bucket status: 8 files sent, 0 deleted, 0 unchanged\n',
    });
    expect(server.objects.size).toBe(9);
    server.objects.set('published.json', { body: 'x', type: undefined, cache: undefined });
    const spoilt = await runTocsin(words, { cwd: root, environment });
    expect(spoilt).toMatchObject({ code: 3 });
    expect(spoilt.err).toContain('remove it there');
    await server.close();
  });

  test.each([
    ['no place', '', [], 'add `publish` (docs/publishing.md)'],
    ['several places and none named', PLACES, [], 'expected folder or s3 or sftp'],
    [
      'a place that is not set up',
      'publish: {folder: {path: /srv/x}}\n',
      ['s3'],
      'expected folder',
    ],
    ['going back in a bucket', PLACES, ['s3', '--roll-back'], 'only a folder keeps older versions'],
  ])('refuses %s', async (_what, places, words, sentence) => {
    const { root } = organisation(places);
    const { code, err } = await runTocsin(['publish', ...words], { cwd: root });
    expect(err).toContain(sentence);
    expect(code).toBe(2);
  });

  test('refuses what is no site, and what only people inside may see', async () => {
    const { root, www } = organisation('publish: {folder: {path: /srv/www/status}}\n');
    const from = join(root, 'dist');
    mkdirSync(from);
    const none = await runTocsin(['publish', '--from', from], { cwd: root });
    expect(none.err).toContain('expected a site that `tocsin build` wrote');
    writeSite(from, { ...SITE, 'teams.html': 'secret' });
    const inside = await runTocsin(['publish', '--from', from], { cwd: root });
    expect(inside.err).toContain('unexpected internal site');
    expect([none.code, inside.code]).toEqual([2, 2]);
    expect(existsSync(www)).toBe(false);
  });
});
