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
} from './test-process.ts';
import { FILE, ID, OUTAGE } from '../validation/fixtures/outage.ts';

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

function organisationInTrouble(): string {
  const root = exampleOrganisation();
  mkdirSync(join(root, 'incidents/2026'), { recursive: true });
  writeFileSync(join(root, FILE), OUTAGE);
  commitAll(root, 'Nobody can order');
  return root;
}

function replaceIn(root: string, good: string, bad: string): void {
  const text = readFileSync(join(root, FILE), 'utf8');
  const changed = text.replace(good, bad);
  expect(changed).not.toBe(text);
  writeFileSync(join(root, FILE), changed);
}

async function build(root: string): Promise<{
  readonly code: number | null;
  readonly err: string;
  readonly home: string | null;
  readonly page: string | null;
  readonly german: string | null;
}> {
  const out = join(temporaryFolder('site'), 'out');
  const { code, err } = await runTocsin(['build', '--at', AT, '--out', out], { cwd: root });
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
    german: read(`de/incidents/${ID}.html`),
  };
}
