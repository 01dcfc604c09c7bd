// Hostile text against every place that it reaches: sent by a tool and said by people, committed with real git, shown
// in rooms, answers, issues and post-mortems. Parsers judge: nothing may be active that is not active for harmless text.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { applyOperations } from '../apply/apply.ts';
import {
  git,
  GIT_ENVIRONMENT,
  makeRepository,
  removeTemplate,
} from '../apply/testing/repository.ts';
import type { SourceFile } from '../config/document-set.ts';
import { splitFrontMatter } from '../config/front-matter.ts';
import { standingOfIncidents } from '../correlation/incident-standing.ts';
import { readSections } from '../incidents/markdown.ts';
import { type IncidentRecord, readRecord } from '../incidents/record.ts';
import type { Signal } from '../model/signal.ts';
import { wantedActionIssues } from '../postmortems/action-issues.ts';
import { bodyOf } from '../projection/action-issue.ts';
import { renderDraft } from '../postmortems/draft.ts';
import { requestOf } from '../postmortems/pull-request.ts';
import { respond } from '../response/respond.ts';
import type { SignalOutcome } from '../response/response.ts';
import { roomOf } from '../rooms/room.ts';
import { activeParts } from '../rooms/testing/github-markdown.ts';
import { HOSTILE_TEXTS } from '../rooms/testing/hostile-texts.ts';
import { umbrellaBody } from '../rooms/umbrella.ts';
import { evaluate } from '../rules/evaluate.ts';
import { minute, organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { normalise } from '../signals/normalise.ts';
import { carryOut, type CommentOutcome } from '../slash-commands/carry-out.ts';
import { loadState } from '../validation/load.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import { answerTo } from './answer.ts';
import { NO_KEEPSAKES } from '../rooms/markers.ts';

const organisation = organisationOf(smallFiles());
const HARMLESS = 'the pool is too small';
const TEXTS = [HARMLESS, ...HOSTILE_TEXTS];
const SPEAKER = { login: 'shop-lead', permission: 'admin' } as const;
/** How people say it; the first ones work for nearly every text, the last one ends the incident. */
const WAYS = [
  (text: string) => `/note ${text}`,
  (text: string) => `/status identified ${text}`,
  (text: string) => `/sev 2 ${text}`,
  (text: string) => `/role manager ${text}`,
  () => '/role manager @shop-lead',
  (text: string) => `/action ${text}`,
  (text: string) => `/set title ${text}`,
  (text: string) => `/update identified ${text}`,
  (text: string) => `/publish "${text}"`,
  (text: string) => `/page ${text}`,
  (text: string) => `/duplicate ${text}`,
  (text: string) => `/suspect ${text}`,
  (text: string) => `/who ${text}`,
  (text: string) => `/mute 30m ${text}`,
  (text: string) => `/notte ${text}`,
  (text: string) => `/timeline ${text}`,
  (text: string) => `/resolve ${text}`,
];

/** What a command leaves that refuses the harmless text. */
const MORE: readonly string[] = [];

let folder: string;
let workspace: Workspace;
/** The incidents, by text. */
const ids: string[] = [];
type WrittenFile = SourceFile & { readonly text: string };
const files = new Map<string, WrittenFile>();
/** By text, then by what was said. */
const answers = new Map<number, string[]>();

beforeAll(async () => {
  folder = makeRepository();
  workspace = await openWorkspace(folder, {
    environment: GIT_ENVIRONMENT,
    remote: null,
    random: () => 0,
    now: () => new Date().toISOString(),
  });
  for (const [index, text] of TEXTS.entries()) await live(index, text);
  const written = await workspace.readIncidentFiles(await workspace.readHead());
  for (const file of written) if ('text' in file) files.set(file.path, file);
}, 600_000);
afterAll(() => removeTemplate());

describe.each([...HOSTILE_TEXTS.entries()])('hostile text %i, %j,', (index) => {
  const number = index + 1;

  test('is text in the file of its incident', () => {
    const file = fileOf(number);
    const before = fileOf(0);
    const front = splitFrontMatter(file.text);
    const keys = (text: string): readonly string[] => Object.keys(parseYaml(text));
    const known = [...keys(splitFrontMatter(before.text)?.yaml ?? ''), ...MORE];
    expect(known).toEqual(expect.arrayContaining([...keys(front?.yaml ?? '')]));
    expect(recordOf(number).incident.state).not.toBe('closed');
    const titles = (text: string): readonly string[] =>
      readSections(text, splitFrontMatter(text)?.bodyStart ?? 0).map(({ title }) => title);
    expect(titles(before.text)).toEqual(expect.arrayContaining([...titles(file.text)]));
    // A text that begins with a command gives that one as well where it stands behind `/mitigated`.
    const harmless = new Set([...structure(before.text, 0), 'html: <!-- e:ic-N-2 -->']);
    expect(structure(file.text, number).filter((part) => !harmless.has(part))).toEqual([]);
  });

  test('is text in the room, in answers, in the issues of action items and in the storm’s room', () => {
    const harmless = new Set([...WRITTEN.keys()].flatMap((place) => shown(0, place)));
    for (const place of WRITTEN.keys())
      expect
        .soft(
          shown(number, place).filter((part) => !harmless.has(part)),
          place,
        )
        .toEqual([]);
  });
});

describe('commits', () => {
  test('say ids and fixed words only, and have no trailers', () => {
    const messages = git(folder, 'log', '--format=%B%x00', 'main').split('\0').slice(0, -2);
    expect(messages.length).toBeGreaterThan(TEXTS.length * 8);
    for (const message of messages) {
      expect(message.trim()).toMatch(
        /^tocsin: 2026-11-\d\d-unowned-watch(-\d+)? ([a-z]+|silenced by [a-z0-9-]+)$/,
      );
      const trailers = execFileSync('git', ['interpret-trailers', '--parse'], {
        input: `${message.trim()}\n`,
      });
      expect(trailers.toString()).toBe('');
    }
  });

  test('touch only the files of incidents and silences', () => {
    const names = git(folder, 'log', '--format=', '--name-only', 'main').split('\n');
    const own = new Set(smallFiles().map(({ path }) => path));
    const written = names.filter((name) => name !== '' && !own.has(name));
    expect(
      written.filter(
        (name) =>
          !/^(incidents\/2026\/2026-11-\d\d-unowned-watch(-\d+)?\.md|rules\/silences\/[a-z0-9-]+\.yaml)$/.test(
            name,
          ),
      ),
    ).toEqual([]);
  });

  test('leave files that validation finds nothing wrong with', async () => {
    const loaded = loadState(await workspace.readFiles(await workspace.readHead()));
    expect(loaded.diagnostics.map(({ place, message }) => [place.file, message])).toEqual([]);
    expect(loaded.kind).toBe('loaded');
  });
});

/** An incident of its own for each text: a signal with nothing but this text opens it, then people say it. */
async function live(index: number, text: string): Promise<void> {
  const opened = await applyOperations(
    workspace,
    signalsOf(index, text).map((signal) => (book) => {
      const standing = standingOfIncidents(book.incidents, () => true);
      const observation = { source: 'watch', signal, receivedAt: timeOf(index, 1) };
      const decision = evaluate(organisation, standing, observation);
      return respond(organisation, book, decision, timeOf(index, 1));
    }),
  );
  const incident = outcomeOf(opened.outcomes[0]);
  ids.push(incident);
  const said = await applyOperations<CommentOutcome>(
    workspace,
    WAYS.map((say, place) => (book) => {
      const at = timeOf(index, place + 2);
      const comment = {
        key: `ic-${index * 100 + place}`,
        incident,
        text: say(text),
        speaker: SPEAKER,
        at,
      };
      return carryOut({ organisation, postmortem: null, now: at }, book, comment);
    }),
  );
  answers.set(
    index,
    said.outcomes.map((each) =>
      each.kind === 'carried_out' ? (answerTo('ic-1', each.answers).text ?? '') : '',
    ),
  );
}

function outcomeOf(outcome: SignalOutcome | undefined): string {
  if (outcome?.kind !== 'applied') throw new Error('no incident was opened');
  return outcome.incident;
}

/** An hour for each text. */
function timeOf(index: number, count: number): string {
  return minute(index * 60 + count);
}

/** What a tool sends: the text in every field that it fills. */
function signalsOf(index: number, text: string): readonly Signal[] {
  const body = {
    version: '4',
    status: 'firing',
    receiver: 'tocsin',
    groupKey: text,
    truncatedAlerts: 0,
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: text,
    alerts: [
      {
        status: 'firing',
        labels: {
          alertname: text,
          severity: 'critical',
          service: `service-${index}`,
          instance: text,
          [text]: text,
        },
        annotations: { summary: text, description: text, runbook_url: text, [text]: text },
        startsAt: minute(0),
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: text,
        fingerprint: `${index}`.padStart(16, '0'),
      },
    ],
  };
  const outcome = normalise('prometheus-alertmanager', { headers: {}, body: JSON.stringify(body) });
  return outcome.kind === 'signals' ? outcome.signals : [];
}

function fileOf(index: number): WrittenFile {
  const file = files.get(`incidents/2026/${ids[index]}.md`);
  if (file === undefined) throw new Error('no incident was opened');
  return file;
}

function recordOf(index: number): IncidentRecord {
  const found = readRecord(fileOf(index));
  if (found === null) throw new Error('the file does not fit its schema');
  return found;
}

/** Every text of ours in which somebody's text may stand, by what it is. */
const WRITTEN: ReadonlyMap<string, (index: number) => string> = new Map([
  [
    'room',
    (index: number) => {
      const record = recordOf(index);
      const { incident } = record;
      const incidents = [incident];
      const now = timeOf(index, 50);
      const fileUrl = (path: string): string => `https://files.example/${path}`;
      const pullsUrl = fileUrl;
      const room = roomOf({
        organisation,
        record,
        incidents,
        postmortem: null,
        now,
        fileUrl,
        pullsUrl,
      });
      const body = room.body('', 1, NO_KEEPSAKES);
      return [room.title, ...room.labels, body, ...room.story()].join('\n\n');
    },
  ],
  ['answers', (index: number) => (answers.get(index) ?? []).join('\n\n')],
  [
    'action items',
    (index: number) =>
      wantedActionIssues(recordOf(index).incident, null, minute(0))
        .map((wanted) => `${wanted.title}\n\n${bodyOf(wanted, '', [])}`)
        .join('\n\n'),
  ],
  ['umbrella', (index: number) => umbrellaBody([recordOf(index).incident], '')],
  [
    'post-mortem',
    (index: number) => {
      const { incident } = recordOf(index);
      const draft = renderDraft({
        organisation,
        incident,
        incidentText: fileOf(index).text,
        notes: [],
        linkOf: () => 'https://rooms.example/7',
        issueUrl: (number) => `https://rooms.example/${number}`,
      });
      const { title, body } = requestOf(incident.id, {
        owner: 'mara',
        reviewers: ['wim'],
        due: '2026-12-12',
      });
      return [draft.slice(splitFrontMatter(draft)?.bodyStart ?? 0), title, body].join('\n\n');
    },
  ],
]);

function shown(index: number, place: string): readonly string[] {
  const parts = activeParts(WRITTEN.get(place)?.(index) ?? '');
  return plain(place === 'post-mortem' ? parts.filter(isStructure) : parts, index);
}

function structure(text: string, index: number): readonly string[] {
  const parts = activeParts(text.slice(splitFrontMatter(text)?.bodyStart ?? 0));
  return plain(parts.filter(isStructure), index);
}

/** A file wakes nobody whom it names, and an address that shows where it leads is one that people may write. */
function isStructure(part: string): boolean {
  return (
    /^(html|image|imageReference|definition|footnote[A-Z]\w*|link): /.test(part) &&
    !/^link: (https?:\/\/|mailto:)/.test(part)
  );
}

/** Parts without what differs from incident to incident. */
function plain(parts: readonly string[], index: number): readonly string[] {
  return parts.map((part) =>
    part
      .replaceAll(ids[index] ?? '', 'ID')
      .replaceAll(/ic-\d+/g, 'ic-N')
      .replaceAll(/\b[a-z2-7]{26}\b/g, 'KEY'),
  );
}
