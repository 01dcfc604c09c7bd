// `tocsin incident` as a real process on a real repository.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDouble } from '../github/testing/double.ts';
import { at } from '../github/testing/exchange.ts';
import { parseForm } from '../incidents/form.ts';
import {
  cleanUp,
  commitAll,
  exampleOrganisation,
  git,
  runTocsin,
  tocsinCommits,
} from './testing/process.ts';
import { refusedInputs } from '../github/testing/workflow-inputs.ts';
import { readWorkflow } from '../github/testing/workflows.ts';

const ID = '2026-11-20-observability';
const PLANNED = '2026-11-16-identity';
let root: string;
const run = (...words: readonly string[]): ReturnType<typeof runTocsin> =>
  runTocsin(['incident', ...words], { cwd: root });

beforeAll(() => {
  root = exampleOrganisation([ID, PLANNED]);
});
afterAll(cleanUp);

describe('tocsin incident', () => {
  test('declares, leads and mutes an incident, each step a commit, and leaves a clean work tree', async () => {
    const opened = await run(
      'open',
      'Card payments fail',
      '--service',
      'payments-api',
      '--severity',
      '2',
      '--as',
      'mara-okafor',
      '--json',
    );
    expect(opened.code).toBe(0);
    const { outcome } = JSON.parse(opened.out);
    expect(outcome).toMatchObject({ kind: 'declared', told: expect.stringContaining('on call') });
    const id: string = outcome.incident;
    expect((await run('ack', id, '--as', 'mara-okafor')).out).toBe('done: taken by @mara-okafor\n');
    expect((await run('mute', id, '4h', 'provider', 'restarts', '--as', 'mara-okafor')).code).toBe(
      0,
    );
    expect(tocsinCommits(root).slice(-3)).toEqual(
      ['opened', 'acknowledged', 'muted'].map((word) => `tocsin: ${id} ${word}`),
    );
    expect(git(root, 'status', '--porcelain').trim()).toBe('');
    const [silence = ''] = readdirSync(join(root, 'rules/silences')).filter((name) =>
      name.startsWith('mute-'),
    );
    expect(readFileSync(join(root, 'rules/silences', silence), 'utf8')).toContain(
      'reason: "provider restarts"',
    );
    expect((await runTocsin(['validate'], { cwd: root })).code).toBe(0);
    expect((await run('list')).out).toContain(`sev2  investigating  ${id}`);
    const shown = JSON.parse((await run('show', id, '--json')).out);
    expect(shown.timeline).toHaveLength(3);
    expect((await run('show', id)).out).toContain('[acknowledged] by @mara-okafor');
  });

  test('says of planned work where its window stands, and not how far people are', async () => {
    const planned = join(root, 'incidents/2026/2026-11-16-identity.md');
    const text = readFileSync(planned, 'utf8');
    const within = (from: string, until: string): string =>
      text.replace(/(from|until): 2026-12-06T0\d:00:00Z/g, (_, name: string) =>
        name === 'from' ? `from: ${from}` : `until: ${until}`,
      );
    const listed = async (): Promise<string | undefined> =>
      (await run('list')).out.split('\n').find((line) => line.includes('2026-11-16-identity'));
    writeFileSync(planned, within('2099-01-01T02:00:00Z', '2099-01-01T04:00:00Z'));
    expect(await listed()).toMatch(/^sev4 {2}scheduled +2026-11-16-identity +platform +Accounts/);
    writeFileSync(planned, within('2026-11-17T02:00:00Z', '2099-01-01T04:00:00Z'));
    expect(await listed()).toMatch(/^sev4 {2}in progress +2026-11-16-identity/);
    writeFileSync(planned, text.replace('state: triage', 'state: declined'));
    expect((await run('list', '--all')).out).toMatch(/^sev4 {2}declined +2026-11-16-identity/m);
    writeFileSync(planned, text);
  });

  test('declares the same by options and by the event of a workflow', async () => {
    const said = {
      form: 'another-incident',
      service: 'payments-api,ledger-db',
      ticket: 'zendesk 35436',
      category: 'errors',
    };
    const event = join(root, '.git/event.json');
    const inputs = { ...said, title: 'Customers cannot pay', severity: '', from: '' };
    expect(refusedInputs(await readWorkflow('declare.yml'), inputs)).toBeNull();
    writeFileSync(event, JSON.stringify({ inputs }));
    const options = Object.entries(said).flatMap(([name, value]) => [`--${name}`, value]);
    const facts: unknown[] = [];
    for (const words of [
      ['Customers cannot pay', ...options],
      ['--dispatched', event],
      ['Customers cannot pay', ...options, '--customers', '12'],
    ]) {
      const opened = await run('open', ...words, '--as', 'mara-okafor', '--json');
      expect([opened.code, opened.err]).toEqual([0, '']);
      const { incident } = JSON.parse(opened.out).outcome;
      const shown = JSON.parse((await run('show', incident, '--json')).out);
      const { id: _id, at: _at, timeline: _timeline, ...rest } = shown;
      facts.push(rest);
    }
    expect(facts[0]).toMatchObject({
      title: 'Customers cannot pay',
      services: ['payments-api', 'ledger-db'],
      tickets: ['zendesk 35436'],
      severity: 'sev3',
    });
    expect(facts[1]).toEqual(facts[0]);
    expect(facts[2]).toMatchObject({
      services: ['payments-api', 'ledger-db'],
      impact: { customers: 12 },
    });
  });

  test('declares once, however often a run of a workflow is tried', async () => {
    const event = join(root, '.git/event.json');
    const form = 'another-incident';
    const inputs = { form, title: 'Customers cannot pay', service: 'payments-api' };
    writeFileSync(event, JSON.stringify({ inputs }));
    const attempt = (number: string): ReturnType<typeof run> =>
      runTocsin(['incident', 'open', '--dispatched', event, '--as', 'mara-okafor'], {
        cwd: root,
        environment: { GITHUB_REPOSITORY: 'larder/incidents', GITHUB_RUN_ID: number },
      });
    const first = await attempt('7');
    const [id = ''] = first.out.split('\n');
    expect(first.out).toContain('reach ');
    expect(await attempt('7')).toMatchObject({ code: 0, out: `${id}\n` });
    expect((await attempt('8')).out.split('\n')[0]).not.toBe(id);
  });

  test('reads the times of planned work as the form asks for them, and of a failure none', async () => {
    const times = ['--from', '2099-12-06 02:00', '--until', '2099-12-06 04:00 UTC'];
    const planned = ['--form', 'maintenance', '--service', 'ledger-db', ...times];
    const opened = await run('open', 'Shelves are moved', ...planned, '--as', 'ada');
    expect(opened.code).toBe(0);
    const shown = JSON.parse((await run('show', opened.out.trim(), '--json')).out);
    expect(shown.window).toMatchObject({ from: '2099-12-06T02:00:00.000Z' });
    const failure = ['Labels are blank', '--service', 'label-printing', '--from', 'noon'];
    expect((await run('open', ...failure, '--as', 'ada')).code).toBe(0);
  });

  test('says which incident is open already about what is declared again, however it is', async () => {
    const first = await run('open', 'Maps stay grey', '--service', 'tracking-api', '--as', 'ada');
    const [id = ''] = first.out.split('\n');
    const event = join(root, '.git/event.json');
    const inputs = { title: 'Grey maps again', service: 'tracking-api', form: 'incident' };
    writeFileSync(event, JSON.stringify({ inputs }));
    for (const words of [
      ['Grey maps', '--service', 'tracking-api'],
      ['--dispatched', event],
    ]) {
      const again = await run('open', ...words, '--as', 'mara-okafor');
      expect([again.code, again.err]).toEqual([0, '']);
      expect(again.out).toMatch(
        new RegExp(`^${id}\n${id} is open about the same.*Nobody is called again.*--another`),
      );
    }
  });

  test.each([
    [['resolv', ID], 2, 'did you mean `resolve`?'],
    [['ack'], 2, 'expected the id of an incident'],
    [['ack', '2026-11-20-observabilty'], 2, `did you mean \`${ID}\`?`],
    [['open'], 2, 'expected what fails for whom'],
    [['open', '--dispatched', 'tocsin.yaml'], 2, 'expected the event of a workflow_dispatch'],
    [['open', 'Something fails', '--form', 'wish'], 2, 'unexpected form `wish`'],
    [['open', 'Work', '--form', 'maintenance', '--from', 'noon'], 2, 'unexpected --from `noon`'],
    [['ack', ID, '--as', 'not a login'], 2, 'expected a GitHub login'],
  ])('refuses %j with %d', async (words, code, sentence) => {
    const refused = await run(...words);
    expect(refused.code).toBe(code);
    expect(refused.err).toContain(sentence);
    expect(refused.err).toMatch(/^tocsin: [^\n]+\n$/);
  });

  test('ends with 1 when the rules of the incident refuse it, and commits nothing', async () => {
    const before = git(root, 'rev-parse', 'HEAD');
    const refused = await run('close', ID, '--as', 'mara-okafor');
    expect(refused).toMatchObject({
      code: 1,
      out: 'refused: Only what is resolved is closed. Say /resolve first.\n',
    });
    const words = ['Move', '--form', 'maintenance', '--service', 'payments-api,ledger-bd'];
    expect((await run('open', ...words, '--as', 'mara-okafor')).err).toMatch(
      /^refused: The title has 4 characters.*\nrefused: No service is called ledger-bd\. Did you mean ledger-db\?.*\nrefused: From when until when the maintenance is planned is missing\.\n$/,
    );
    expect(git(root, 'rev-parse', 'HEAD')).toBe(before);
  });

  test('declares what is typed in a hurry, and says what it was taken for', async () => {
    const words = ['DB down', '--severity', 'P1', '--environment', 'prod', '--started', 'at noon'];
    const opened = await run('open', ...words, '--service', 'payments-api', '--as', 'mara-okafor');
    expect([opened.code, opened.err]).toEqual([0, '']);
    expect(opened.out).toMatch(
      /^\S+-payments-api\S*\nreach \S+ \(on call payments-primary\) yourself, since no channel is connected yet\n/,
    );
    expect(opened.out).toContain('It is taken as production.');
    expect(opened.out).toContain('Unexpected start at noon, expected for example 2026-11-21 09:02');
    expect(opened.out).toContain('it is taken as Incident: DB down.');
  });

  test('where a gateway writes it answers, commits nothing, and says or does what is done instead', async () => {
    const other = exampleOrganisation([ID, PLANNED]);
    const file = join(other, 'tocsin.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^writer: .*$/m, 'writer: gateway'));
    commitAll(other, 'Another writer');
    const before = git(other, 'rev-parse', 'HEAD');
    const double = await startDouble({ isPrivate: true });
    const place = {
      GITHUB_REPOSITORY: `${double.owner}/${double.repository}`,
      GITHUB_API_URL: double.url,
    };
    const say = async (
      words: readonly string[],
      environment: Readonly<Record<string, string>> = place,
    ): ReturnType<typeof runTocsin> =>
      await runTocsin(['incident', ...words, '--as', 'mara-okafor'], { cwd: other, environment });
    expect(await say(['who', ID, 'payments-api'])).toMatchObject({ code: 0, err: '' });
    expect(await say(['note', ID, 'pool'])).toEqual({
      code: 3,
      out: '',
      err: expect.stringMatching(
        /^tocsin: nothing was changed: the gateway is the writer here .* Say `\/note pool` .*\n$/,
      ),
    });
    const words = ['open', 'Nobody can pay', '--service', 'payments-api', '--severity', '1'];
    const untold = await say(words);
    expect([untold.code, untold.out]).toEqual([3, '']);
    expect(untold.err).toContain('/issues/new?template=incident.yml&title=Nobody+can+pay&');
    const told = await say(words, { ...place, GITHUB_TOKEN: double.accounts.triage.token });
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(told.out).toMatch(
      /^handed over to the gateway, .*\nreach \S+ \(on call payments-primary\) yourself/,
    );
    const issues = `${double.url}/repos/${double.owner}/${double.repository}/issues`;
    const headers = { authorization: `Bearer ${double.accounts.app.token}` };
    const formOf = async (number: number): Promise<ReturnType<typeof parseForm>> => {
      const made: unknown = await (await fetch(`${issues}/${number}`, { headers })).json();
      return parseForm(String(at(made, 'body')), '2026-11-21T10:00:00.000Z');
    };
    expect(await formOf(1)).toMatchObject({
      kind: 'fields',
      fields: { kind: 'incident', services: ['payments-api'], severity: 'sev1', assumed: [] },
    });
    const token = { ...place, GITHUB_TOKEN: double.accounts.triage.token };
    const again = await say([...words, '--recurrence-of', ID, '--environment', 'prod'], token);
    expect(again.out).toContain('It is taken as');
    expect(await formOf(2)).toMatchObject({
      fields: { another: expect.stringMatching(/^yes: /), recurrenceOf: ID },
    });
    expect((await say([...words, '--another'])).err).toContain('with `yes` under `Another one`');
    await say([...words, '--another'], token);
    expect(await formOf(3)).toMatchObject({
      fields: { another: expect.stringMatching(/^yes: /), recurrenceOf: null },
    });
    await say([...words, '--form', 'security', '--recurrence-of', ID], token);
    expect(await formOf(4)).toMatchObject({
      fields: { text: expect.stringContaining(`It comes again after \`${ID}\`.`) },
    });
    expect(double.takeViolations()).toEqual([]);
    await double.close();
    expect(git(other, 'rev-parse', 'HEAD')).toBe(before);
    expect(existsSync(join(other, '.tocsin/writer.lock'))).toBe(false);
  });

  test('where a gateway writes in public it leads what is confidential by commits, and declares nothing of it', async () => {
    const other = exampleOrganisation([ID, PLANNED]);
    const settings = join(other, 'tocsin.yaml');
    writeFileSync(
      settings,
      readFileSync(settings, 'utf8')
        .replace(/^writer: .*$/m, 'writer: gateway')
        .replace(/^repository: .*\n/m, '')
        .replace(/^writer:/m, 'repository: public\nwriter:'),
    );
    const file = join(other, 'incidents/2026/2026-11-20-observability.md');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/^category: .*$/m, 'category: security'),
    );
    commitAll(other, 'Everybody reads it');
    const double = await startDouble({ isPrivate: false });
    const place = {
      GITHUB_REPOSITORY: `${double.owner}/${double.repository}`,
      GITHUB_API_URL: double.url,
      GITHUB_TOKEN: double.accounts.triage.token,
    };
    const say = async (...words: readonly string[]): ReturnType<typeof runTocsin> =>
      await runTocsin(['incident', ...words, '--as', 'mara-okafor'], {
        cwd: other,
        environment: place,
      });
    expect(await say('note', ID, 'a key was seen elsewhere')).toEqual({
      code: 0,
      out: 'done: noted\n',
      err: 'tocsin: it is confidential and has no room, so this was committed here: push it\n',
    });
    const raised = await say('sev', ID, '1');
    expect([raised.code, raised.err]).toEqual([
      0,
      expect.stringMatching(/nobody was called by this: call them yourself: \S+/),
    ]);
    expect((await say('resolve', ID)).code).toBe(0);
    const before = git(other, 'rev-parse', 'HEAD');
    const words = ['open', 'Somebody copies customers', '--description', 'through db-07'];
    for (const kind of [
      ['--form', 'security'],
      ['--category', 'security'],
    ]) {
      const opened = await say(...words, ...kind, '--service', 'payments-api');
      expect([opened.code, opened.out]).toEqual([3, '']);
      expect(opened.err).toMatch(
        /^tocsin: nothing was declared, nothing was sent and nobody was called: .* Call them yourself: \S+ \(on call /,
      );
      expect(opened.err).not.toMatch(/copies|db-07|issues\/new/);
    }
    // tocsin.yaml may say of the repository what is not so.
    writeFileSync(
      settings,
      readFileSync(settings, 'utf8').replace('repository: public', 'repository: private'),
    );
    const secret = await say(...words, '--form', 'security', '--service', 'payments-api');
    expect([secret.code, secret.err]).toEqual([
      3,
      expect.stringMatching(/^tocsin: nothing was declared: .* the repository is public/),
    ]);
    const written = double.seen().filter(({ operation }) => /create|update/i.test(operation));
    expect(written).toEqual([]);
    expect(git(other, 'rev-parse', 'HEAD')).toBe(before);
    await double.close();
  });

  test('in a public repository nothing confidential is declared without a gateway either, and the log of a run names nobody', async () => {
    const other = exampleOrganisation([ID, PLANNED]);
    const settings = join(other, 'tocsin.yaml');
    const text = readFileSync(settings, 'utf8').replace(/^repository: .*$/m, 'repository: public');
    writeFileSync(settings, text);
    commitAll(other, 'Everybody reads it');
    const before = git(other, 'rev-parse', 'HEAD');
    const open = async (...words: readonly string[]): ReturnType<typeof runTocsin> =>
      await runTocsin(['incident', 'open', ...words, '--as', 'mara-okafor'], { cwd: other });
    const service = ['--service', 'payments-api'];
    const typed = await open('Somebody copies customers', '--form', 'security', ...service);
    expect([typed.code, typed.out]).toEqual([3, '']);
    expect(typed.err).toMatch(/nothing was declared, .* Call them yourself: \S+ \(on call /);
    const event = join(other, 'event.json');
    const inputs = { title: 'Somebody copies customers', form: 'security', service: 'identity' };
    writeFileSync(event, JSON.stringify({ inputs }));
    const dispatched = await open('--dispatched', event);
    expect(dispatched.code).toBe(3);
    expect(dispatched.err).toMatch(/nothing was declared, .*\(--root\)\.\n$/);
    expect(git(other, 'rev-parse', 'HEAD')).toBe(before);
    expect((await open('Card payments fail at checkout', ...service)).code).toBe(0);
  });
});
