// An incident's file that cannot be read as it was meant: what customers read of it, and who hears of the mistake.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  cleanUp,
  commitAll,
  exampleOrganisation,
  git,
  runTocsin,
  temporaryFolder,
} from './testing/process.ts';
import { FILE, ID, OUTAGE } from '../validation/testing/outage.ts';

const AT = '2026-11-21T12:00:00Z';

afterAll(cleanUp);

describe('an incident that cannot be read any more', () => {
  test('stays as it was, and the build says where it was broken', async () => {
    const root = organisationInTrouble();
    replaceIn(root, 'placing-orders: major', 'placing-orders:: major');
    commitAll(root, 'A slip');
    const { code, err, home, page } = await build(root);
    expect(code).toBe(1);
    expect(err).toContain(`${FILE}:13: `);
    expect(err).toContain(
      `the page shows its version of commit ${git(root, 'rev-parse', '--short=7', 'HEAD^')}`,
    );
    expect(err.match(/^\S*incidents\/.*$/gm)).toHaveLength(1);
    expect(home).toContain('Nobody can order');
    expect(home).not.toContain('Everything works');
    expect(page).toContain('The order store is full.');
  });

  test('is shown with what can be read of it where its history tells nothing, and never as well', async () => {
    const root = organisationInTrouble();
    replaceIn(root, 'state: identified', 'state: identifed');
    commitAll(root, 'A slip');
    const shallow = join(temporaryFolder('shallow'), 'clone');
    git(root, 'clone', '--quiet', '--depth', '1', `file://${root}`, shallow);
    const { code, err, home, page } = await build(shallow);
    expect(code).toBe(1);
    expect(err).toContain(`${FILE}:4: `);
    expect(err).toContain('the page shows what can be read of it');
    expect(home).toContain('Nobody can order');
    expect(home).not.toContain('Everything works');
    expect(page).toContain('The order store is full.');
  });

  test('stops the build only where nobody can tell whether it is for customers', async () => {
    const root = organisationInTrouble();
    replaceIn(root, 'visibility: public', 'visibility: everybody');
    commitAll(root, 'A slip');
    const shallow = join(temporaryFolder('shallow'), 'clone');
    git(root, 'clone', '--quiet', '--depth', '1', `file://${root}`, shallow);
    const { code, err, home } = await build(shallow);
    expect(code).toBe(3);
    expect(err).toContain(`${FILE}:`);
    expect(err).toContain('a shallow clone has none');
    expect(home).toBeNull();
  });

  test('is published as it was, with the same words and the same exit code', async () => {
    const root = organisationInTrouble();
    const place = join(temporaryFolder('place'), 'www');
    const settings = join(root, 'tocsin.yaml');
    writeFileSync(
      settings,
      `${readFileSync(settings, 'utf8')}publish:\n  folder:\n    path: ${place}\n    keep: 3\n`,
    );
    commitAll(root, 'Published from here');
    replaceIn(root, 'state: identified', 'state: identifed');
    const { code, err } = await runTocsin(['publish', '--root', root], { cwd: root });
    expect(code).toBe(1);
    expect(err).toContain(`${FILE}:4: `);
    expect(readFileSync(join(place, `incidents/${ID}.html`), 'utf8')).toContain('Nobody can order');
  });
});

describe('an incident that is not for customers', () => {
  test('stays among what is open inside, and on no page of theirs', async () => {
    const root = organisationInTrouble();
    replaceIn(root, 'visibility: public', 'visibility: none');
    commitAll(root, 'Not for customers');
    replaceIn(root, 'category: down', 'category: dwn');
    const inside = await build(root, 'internal');
    expect(inside.code).toBe(1);
    expect(inside.err).toContain('only the internal site shows what can be read of it');
    expect(inside.team).toContain('Orders fail');
    const { home, page } = await build(root);
    expect([home?.includes('Everything works'), page]).toEqual([true, null]);
  });

  test('keeps its post-mortem for few where it is restricted', async () => {
    const root = exampleOrganisation(['2026-09-14-payments-api']);
    const id = '2026-11-18-identity';
    write(root, `incidents/2026/${id}.md`, RESTRICTED);
    write(
      root,
      `postmortems/2026/${id}.md`,
      readFileSync(join(root, 'postmortems/2026/2026-09-14-payments-api.md'), 'utf8')
        .replaceAll('2026-09-14-payments-api', id)
        .replace('\npublic: true\n', '\npublic: false\n'),
    );
    commitAll(root, 'Restricted');
    for (const slip of ['tickets: [zendesk-123]\n', 'title: [\n  broken: {\n']) {
      write(root, `incidents/2026/${id}.md`, RESTRICTED.replace('services:', `${slip}services:`));
      const out = join(temporaryFolder('site'), 'out');
      const words = ['build', '--audience', 'internal', '--at', AT, '--out', out];
      const { code, err } = await runTocsin(words, { cwd: root });
      expect([code, err]).toEqual([1, expect.stringContaining(`incidents/2026/${id}.md:`)]);
      const report = readFileSync(join(out, `inside/postmortems/${id}.html`), 'utf8');
      expect(report).toContain('The text is restricted.');
      expect(readFileSync(join(out, 'inside/all.html'), 'utf8')).toContain(id);
    }
  });
});

describe('a new incident', () => {
  test.each([
    ['title: Orders fail', 'title: Orders: cannot be sent', 3],
    ['category: down', 'category: error', 7],
  ])('is told in full where %j became %j', async (good, bad, line) => {
    const root = organisationInTrouble();
    replaceIn(root, good, bad);
    git(root, 'commit', '--quiet', '--amend', '-am', 'Nobody can order');
    const { code, err, home, page } = await build(root);
    expect(code).toBe(1);
    expect(err).toContain(`${FILE}:${line}: `);
    expect(err).toContain('the page shows all that customers read of it');
    expect(home).toContain('Nobody can order');
    expect(page).toContain('The order store is full.');
    expect(page).not.toContain('Orders fail');
  });

  test('that names nothing for customers still has a name, in each language', async () => {
    const root = organisationInTrouble();
    replaceIn(root, ', title: Nobody can order', '');
    replaceIn(root, 'placing-orders: major_outage', 'placing-orders:: major_outage');
    git(root, 'commit', '--quiet', '--amend', '-am', 'Something');
    const { code, home, page, german } = await build(root);
    expect(code).toBe(1);
    expect(home).not.toContain('Everything works');
    expect(page).toContain('<bdi>Disruption</bdi></span></h1>');
    expect(german).toContain('<bdi>Störung</bdi></span></h1>');
  });

  test('is no riddle for commands: they name the line that is wrong', async () => {
    const root = organisationInTrouble();
    replaceIn(root, 'category: down', 'category: error');
    commitAll(root, 'A slip');
    for (const args of [
      ['incident', 'update', ID, 'resolved', 'All orders go through again.'],
      ['incident', 'show', ID],
      ['explain', ID],
      ['postmortem', 'draft', ID],
    ]) {
      const { code, err } = await runTocsin(args, { cwd: root });
      expect(code).toBe(3);
      expect(err).toContain(`${FILE}:7: unexpected \`error\``);
      expect(err).toContain('errors');
      expect(err).not.toContain('did you mean `2026');
    }
  });
});

/** A security incident that only those who work on it may read. */
const RESTRICTED = OUTAGE.replace('category: down', 'category: security')
  .replace(/public: \{.*\}/, 'public: {visibility: restricted}')
  .replace('title: Orders fail', 'title: A token leaked');

function write(root: string, path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

function organisationInTrouble(): string {
  const root = exampleOrganisation([]);
  write(root, FILE, OUTAGE);
  commitAll(root, 'Nobody can order');
  return root;
}

function replaceIn(root: string, good: string, bad: string): void {
  const text = readFileSync(join(root, FILE), 'utf8');
  const changed = text.replace(good, bad);
  expect(changed).not.toBe(text);
  writeFileSync(join(root, FILE), changed);
}

async function build(
  root: string,
  audience = 'public',
): Promise<{
  readonly code: number | null;
  readonly err: string;
  readonly home: string | null;
  readonly page: string | null;
  readonly german: string | null;
  /** The page of the team that owns it, for people inside. */
  readonly team: string | null;
}> {
  const out = join(temporaryFolder('site'), 'out');
  const { code, err } = await runTocsin(
    ['build', '--audience', audience, '--at', AT, '--out', out],
    { cwd: root },
  );
  const read = (path: string): string | null => {
    try {
      return readFileSync(join(out, path), 'utf8');
    } catch {
      return null;
    }
  };
  return {
    code,
    err,
    home: read('index.html'),
    page: read(`incidents/${ID}.html`),
    team: read('teams/ordering.html'),
    german: read(`de/incidents/${ID}.html`),
  };
}
