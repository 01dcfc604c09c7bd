// Who may do what, through everything that is real: people write on GitHub, what GitHub delivers is heard, and the file
// in git, the reaction and the reply say what came of it. Every command by every kind of author.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { git, GIT_ENVIRONMENT, temporaryFolder, write } from '../apply/testing/repository.ts';
import type { SourceFile } from '../config/document-set.ts';
import type { Comment } from '../github/comments.ts';
import { readEvent } from '../github/event.ts';
import type { Github } from '../github/github.ts';
import { clientOf } from '../github/testing/client.ts';
import type { Account } from '../github/testing/accounts.ts';
import { at } from '../github/testing/exchange.ts';
import type { Delivery } from '../github/testing/webhooks.ts';
import { isHistoryPath, isIncidentPath } from '../model/history-path.ts';
import { type ProjectionWorld, startWorld, valueOf } from '../projection/testing/world.ts';
import { readBook } from '../response/book.ts';
import { exampleFiles } from '../rules/testing/organisation.ts';
import { COMMANDS, type CommandName } from '../slash-commands/catalogue.ts';
import { CASES, OTHER, OTHER_TEXT } from '../slash-commands/testing/cases.ts';
import { type Cell, readMatrix } from '../slash-commands/testing/matrix.ts';
import { incidentText } from '../slash-commands/testing/room.ts';
import { isBot } from '../slash-commands/permission.ts';
import { OWN_ADDRESS } from '../workspace/edited.ts';
import { type GitRepository, openRepository } from '../workspace/git.ts';
import { answerMarker, roomMarker } from '../rooms/markers.ts';
import type { Desk } from './desk.ts';
import { hear } from './hear.ts';

const CELLS = readMatrix();
const COLUMNS = [...new Set(CELLS.map(({ column }) => column))];
/** They change nothing: the reply is all. */
const ASKING: ReadonlySet<CommandName> = new Set<CommandName>([
  'help',
  'who',
  'timeline',
  'similar',
]);

const LOGINS = [
  'a-stranger',
  'greta-holm',
  'Teodora-Ilic',
  'bram-verhoeven',
  'noor-elamrani',
  'mara-okafor',
  'chiara-fontana',
  'helpful[bot]',
];
const PEOPLE: readonly Account[] = LOGINS.map((login) => ({
  login,
  token: `token-of-${login}`,
  level: 'read',
  kind: login.endsWith('[bot]') ? 'app' : 'person',
}));

const APP = ['token-of-one-hour', 'token-of-the-next', 'token-of-the-last'].map(
  (token): Account => ({ login: 'tocsin[bot]', token, level: 'write', kind: 'app' }),
);
/** The tokens of the App, the one in use first. */
const tokens = APP.map(({ token }) => token);

let world: ProjectionWorld;
let desk: Desk;
let repository: GitRepository;
/** Rooms by the id of their incidents. */
const rooms = new Map<string, number>();
/** The files of a round as they were at first. */
const begun = new Map<string, string>();
let heard = 0;

beforeAll(async () => {
  const folder = temporaryFolder();
  git(folder, 'init', '--quiet', '--initial-branch=main');
  for (const file of exampleFiles())
    if ('text' in file && !isHistoryPath(file.path)) write(folder, file.path, file.text);
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message=Begin');
  world = await startWorld({ folder, people: [...PEOPLE, ...APP] });
  repository = openRepository(folder, GIT_ENVIRONMENT);
  desk = {
    ...world.sight,
    github: clientFor(() => tokens[0] ?? ''),
    mostComments: 1900,
    branches: null,
    issueUrl: (number) => `https://rooms.example/${number}`,
    load: loadOnce(world.load),
    announce: async () => undefined,
  };
  for (const id of [OTHER, ...COLUMNS.map(idOf)]) {
    const issue = { title: id, body: `${roomMarker(id, 1)}\n`, labels: ['incident'] };
    rooms.set(id, valueOf(await desk.github.issues.create(issue)).number);
  }
});
afterAll(async () => {
  expect(world.double.takeViolations()).toEqual([]);
  await world.close();
});

describe('a comment on GitHub', () => {
  test.each(COMMANDS.map(({ name }) => name))(
    'with /%s acts for exactly the allowed authors, and says so to everybody else',
    async (name) => {
      begin(name);
      for (const cell of CELLS.filter(({ command }) => command === name)) {
        const seen = await say(cell);
        expect
          .soft([cell.column, seen], `/${name} by ${cell.column}`)
          .toEqual([cell.column, expected(cell)]);
      }
    },
  );

  test('of somebody who may not read a private repository never comes to be', async () => {
    const login = 'a-stranger';
    world.double.setLevel(login, 'none');
    const before = world.double.webhooks.deliveries().length;
    const answer = await clientFor(() => accountOf(login).token).comments.create(
      roomOf('A'),
      '/ack',
    );
    expect(answer).toMatchObject({ kind: 'refused', reason: 'missing' });
    expect(world.double.webhooks.deliveries()).toHaveLength(before);
  });
});

const PATIENCE = { timeout: 60_000, interval: 5 };

/** What came of a comment, as anybody can see it. */
type Seen = {
  readonly file: 'changed' | 'as it was';
  readonly reactions: readonly string[];
  readonly reply: 'none' | 'done' | 'answered' | 'refused' | string;
};

function expected({ command, speaker, acts }: Cell): Seen {
  if (isBot(speaker)) return { file: 'as it was', reactions: [], reply: 'none' };
  if (!acts) return { file: 'as it was', reactions: ['eyes', 'confused'], reply: 'refused' };
  const reactions = ['eyes', 'rocket'];
  if (ASKING.has(command)) return { file: 'as it was', reactions, reply: 'answered' };
  return { file: 'changed', reactions, reply: QUIET.has(command) ? 'none' : 'done' };
}

/** The room's card shows what these did. */
const QUIET: ReadonlySet<CommandName> = new Set<CommandName>([
  'note',
  'ack',
  'role',
  'status',
  'mitigated',
  'suspect',
  'clear-suspect',
]);

/** A round of incidents, one for each author, in which a command works. */
function begin(name: CommandName): void {
  rmSync(join(world.folder, 'incidents'), { recursive: true, force: true });
  for (const column of COLUMNS) {
    const { more = '', ...beginning } = CASES[name].beginning;
    const text = incidentText({ ...beginning, more: `${more}room: ${roomOf(column)}\n` });
    const path = `incidents/2026/${idOf(column)}.md`;
    write(world.folder, path, text);
    begun.set(path, text);
  }
  const other = OTHER_TEXT.replace('room: 139', `room: ${rooms.get(OTHER) ?? 0}`);
  write(world.folder, `incidents/2026/${OTHER}.md`, other);
  // What the round before changed is put back; a round of questions changed nothing.
  if (git(world.folder, 'status', '--porcelain') !== '') {
    world.commit();
    // Nobody edited anything: what people change in files would be followed first.
    git(world.folder, 'commit', '--quiet', '--amend', '--no-edit', `--author=Us <${OWN_ADDRESS}>`);
  }
  world.double.reset();
  // Nobody is held back by how much was asked in the rounds before.
  tokens.push(...tokens.splice(0, 1));
}

/** Somebody writes a comment, and all that GitHub delivers of it is heard. */
async function say({ command, column, speaker }: Cell): Promise<Seen> {
  const login = accountOf(speaker.login).login;
  // Whoever writes may at least read; what else they may is asked when the comment is heard.
  const atFirst = speaker.permission === 'none' ? 'read' : speaker.permission;
  world.double.setLevel(login, atFirst);
  const path = `incidents/2026/${idOf(column)}.md`;
  const text = CASES[command].text.replace('#139', `#${rooms.get(OTHER) ?? 0}`);
  heard = world.double.webhooks.deliveries().length;
  const comment = valueOf(
    await clientFor(() => accountOf(login).token).comments.create(roomOf(column), text),
  );
  world.double.setLevel(login, speaker.permission);
  // GitHub tells of a comment a moment after it answered whoever made it.
  const isOfIt = ({ payload }: Delivery): boolean => at(payload, 'comment', 'id') === comment.id;
  await vi.waitUntil(() => world.double.webhooks.deliveries().some(isOfIt), PATIENCE);
  await listen();
  return {
    file: (await committed(path)) === begun.get(path)?.trimEnd() ? 'as it was' : 'changed',
    reactions: valueOf(await desk.github.comments.listReactions(comment.id)).map(
      ({ reaction }) => reaction,
    ),
    reply: await replyTo(comment, command),
  };
}

async function listen(): Promise<void> {
  for (;;) {
    const delivery = world.double.webhooks.deliveries()[heard];
    if (delivery === undefined) return;
    heard += 1;
    const { again } = await hear(desk, readEvent(delivery.event, delivery.payload));
    if (again !== null) throw new Error(again.sentence);
  }
}

async function replyTo({ id, issue }: Comment, command: CommandName): Promise<Seen['reply']> {
  const comments = valueOf(await desk.github.comments.list(issue));
  const marker = answerMarker(`ic-${id}`);
  const replies = comments.filter(({ body }) => body.startsWith(marker));
  const [reply, ...more] = replies;
  if (reply === undefined) return 'none';
  if (more.length > 0) return 'twice';
  const said = reply.body.slice(marker.length).trim();
  const rule = new RegExp(
    `^\\*\\*Not done\\.\\*\\* (\`/${command}\` is for|Only the) .+\\. .+\\.$`,
  );
  if (rule.test(said)) return 'refused';
  if (said.startsWith(`\`/${command}\`: `)) return 'done';
  if (said.startsWith(`<details><summary><code>/${command}</code>`)) return 'answered';
  return said;
}

/** Reads the organisation again only when one of its files changed; no comment changes them, but for silences. */
function loadOnce(load: Desk['load']): Desk['load'] {
  let known: { files: readonly SourceFile[]; state: ReturnType<Desk['load']> } | null = null;
  return (all) => {
    const files = all.filter(({ path }) => !isIncidentPath(path));
    const before = known?.files ?? [];
    const isSame = before.length === files.length && files.every((file) => before.includes(file));
    known = known !== null && isSame ? known : { files, state: load(files) };
    const { incidents } = readBook(all.filter((file) => !files.includes(file)));
    return { ...known.state, incidents };
  };
}

async function committed(path: string): Promise<string> {
  const [file] = await repository.readObjects([`main:${path}`]);
  return file?.content.toString('utf8').trimEnd() ?? 'no such file';
}

function idOf(column: string): string {
  return `2026-11-21-payments-api-${column.charCodeAt(0)}`;
}

function roomOf(column: string): number {
  return rooms.get(idOf(column)) ?? 0;
}

function clientFor(token: () => string): Github {
  return clientOf(world.double, async () => token(), { nowMs: world.nowMs });
}

/** Logins are the same in other letters. */
function accountOf(login: string): Pick<Account, 'login' | 'token'> {
  const all: readonly Account[] = [...Object.values(world.double.accounts), ...PEOPLE];
  const account = all.find((each) => each.login.toLowerCase() === login.toLowerCase());
  if (account === undefined) throw new Error(`nobody is called ${login}`);
  return account;
}
