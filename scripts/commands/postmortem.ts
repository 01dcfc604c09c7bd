import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { CommandFailure, EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { paintWith } from '../cli/paint.ts';
import { readDocuments, type SourceFile } from '../config/document-set.ts';
import { placeDocument } from '../config/layout.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderJson } from '../diagnostics/json.ts';
import { countFindings, renderPretty } from '../diagnostics/pretty.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import { readRecord } from '../incidents/record.ts';
import { withoutHiddenLinks } from '../incidents/shown-names.ts';
import { incidentPath, postmortemPath } from '../model/history-path.ts';
import type { Incident } from '../model/incident.ts';
import { renderDraft } from '../postmortems/draft.ts';
import { gateOf } from '../postmortems/gate.ts';
import { lintPostmortem } from '../postmortems/lint.ts';
import type { Material } from '../postmortems/material.ts';
import { readNotes } from '../postmortems/notes.ts';
import { parsePostmortem, refreshPostmortem } from '../postmortems/refresh.ts';
import { mistakeIn, writtenFor } from '../postmortems/written.ts';
import { viewDebt } from '../publication/debt-view.ts';
import type { Runtime } from '../runtime.ts';
import type { OrganisationState } from '../validation/load.ts';
import { renderDebt } from './postmortem/debt-text.ts';
import { loadFolder } from '../command-support/load.ts';
import { refuseIncident } from '../command-support/unknown-incident.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';

const spec: CommandSpec = {
  summary:
    'Begin a post-mortem or bring it up to date, say what is missing in it, ask whether the incident may be closed, list what was promised.',
  positionals: 'draft|lint|gate|debt [ID]',
  maxPositionals: 2,
  options: {
    repository: {
      takes: 'value',
      value: 'URL',
      help: 'address of the repository, for links to comments and issues in a draft',
    },
  },
  examples: [
    'tocsin postmortem draft 2026-11-13-order-api',
    'tocsin postmortem lint',
    'tocsin postmortem gate 2026-11-13-order-api',
    'tocsin postmortem debt --json',
  ],
};

/** `tocsin postmortem`. */
export const postmortem: Command = { spec, run };

type Call = {
  readonly args: Arguments;
  readonly runtime: Runtime;
  readonly root: string;
  readonly files: readonly SourceFile[];
  readonly state: OrganisationState;
};

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const [verb = '', id] = args.positionals;
  if (!isVerb(verb))
    throw new UsageError(
      verb === ''
        ? `expected one of ${VERBS.join(', ')}`
        : `unexpected \`${verb.slice(0, 40)}\`: ${suggest(verb, VERBS) ?? `expected one of ${VERBS.join(', ')}`}`,
    );
  const root = organisationRoot(args, runtime);
  const { files, state } = await loadFolder(root, runtime);
  const call: Call = { args, runtime, root, files, state };
  switch (verb) {
    case 'draft':
      return draft(call, incidentOf(call, id));
    case 'lint':
      return lint(call, id ?? null);
    case 'gate':
      return gate(call, incidentOf(call, id));
    case 'debt':
      return debt(call);
  }
}

const VERBS = ['draft', 'lint', 'gate', 'debt'] as const;

function isVerb(word: string): word is (typeof VERBS)[number] {
  return VERBS.some((verb) => verb === word);
}

function incidentOf({ root, state }: Call, id: string | undefined): Incident {
  const ids = state.incidents.map((incident) => incident.id);
  const found = state.incidents.find((incident) => incident.id === id);
  if (found !== undefined) return found;
  if (id === undefined)
    throw new UsageError('expected the id of an incident, such as 2026-11-13-order-api');
  return refuseIncident(root, id, { ids, otherwise: 'there is no such file below incidents/' });
}

function draft({ args, runtime, root, files, state }: Call, incident: Incident): ExitCode {
  const source = incidentPath(incident.id);
  const file = files.find(({ path }) => path === source);
  const record = file === undefined ? null : readRecord(file);
  if (file === undefined || !('text' in file) || record === null)
    throw new CommandFailure(`${source} cannot be read: run \`tocsin validate\``);
  const base = args.value('repository')?.replace(/\/+$/, '') ?? null;
  const issueUrl = (number: number): string | null =>
    base === null ? null : `${base}/issues/${number}`;
  const material: Material = {
    organisation: state.organisation,
    incident: record.incident,
    incidentText: withoutHiddenLinks(file.text, { ...state, incident: record.incident }),
    notes: readNotes(incident.id, files),
    linkOf: (key) => {
      const comment = /^ic-(\d+)/.exec(key)?.[1];
      const room = incident.room === null ? null : issueUrl(incident.room);
      return comment === undefined || room === null ? null : `${room}#issuecomment-${comment}`;
    },
    issueUrl,
  };
  const path = postmortemPath(incident.id);
  const target = join(root, path);
  const mistake = mistakeIn(state.unreadable.find((each) => each.incident === incident.id) ?? null);
  if (mistake !== null) throw new CommandFailure(`it cannot be read: ${mistake}`);
  const before = existsSync(target) ? readFileSync(target, 'utf8') : null;
  const text = before === null ? renderDraft(material) : refreshPostmortem(before, material);
  const isTheirs = before !== null && parsePostmortem(incident.id, before)?.state !== 'draft';
  const became =
    before === null ? 'created' : isTheirs ? 'left' : before === text ? 'unchanged' : 'changed';
  if (before !== text) {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify({ incident: incident.id, path, became }, null, 2)}\n`
      : `${path} ${DRAFTED[became]}\n`,
  );
  return EXIT.clean;
}

const DRAFTED = {
  created: 'is begun: write it, then set `state: in_review` and name it in the incident',
  changed: 'is brought up to date',
  unchanged: 'is up to date already',
  left: 'is left as it is: once others are asked to read it, it belongs to people alone',
} as const;

function lint({ args, runtime, files }: Call, id: string | null): ExitCode {
  const { documents, diagnostics } = readDocuments(files);
  const ids = new Set(files.flatMap(({ path }) => postmortemIn(path) ?? []));
  if (id !== null && !ids.has(id))
    throw new UsageError(
      `unexpected post-mortem \`${id.slice(0, 100)}\`: ${
        suggest(id, [...ids]) ?? 'begin it with `tocsin postmortem draft`'
      }`,
    );
  const isChosen = (path: string): boolean =>
    id === null ? postmortemIn(path) !== null : postmortemIn(path) === id;
  const chosen = documents.postmortem.filter(({ file }) => isChosen(file));
  const findings: readonly Diagnostic[] = [
    ...diagnostics.filter(({ place }) => isChosen(place.file)),
    ...chosen.flatMap(lintPostmortem),
  ];
  const texts = new Map(files.flatMap((file) => ('text' in file ? [[file.path, file.text]] : [])));
  if (args.flag('json')) runtime.out(renderJson(findings));
  else if (findings.length === 0)
    runtime.out(
      `${chosen.length === 1 ? '1 post-mortem reads' : `${chosen.length} post-mortems read`} well\n`,
    );
  else
    runtime.out(
      `${renderPretty(findings, { textOf: (file) => texts.get(file) ?? null, paint: paintWith(runtime.hasColour), width: runtime.width })}\n\n${countFindings(findings)}\n`,
    );
  return findings.some(({ severity }) => severity === 'error') ? EXIT.findings : EXIT.clean;
}

/** The id of the post-mortem that a file holds; null for any other file. */
function postmortemIn(path: string): string | null {
  const place = placeDocument(path);
  return place.kind === 'document' && place.document === 'postmortem' ? place.id : null;
}

function gate({ args, runtime, state }: Call, incident: Incident): ExitCode {
  const written = writtenFor(incident, state);
  const answer = gateOf(state.organisation, incident, written, runtime.now());
  if (args.flag('json'))
    runtime.out(`${JSON.stringify({ incident: incident.id, ...answer }, null, 2)}\n`);
  else if (answer.kind === 'open') runtime.out(`${incident.id} may be closed\n`);
  else
    runtime.out(
      `${incident.id} is held\n${answer.reasons.map((reason) => `  - ${reason}\n`).join('')}`,
    );
  return answer.kind === 'open' ? EXIT.clean : EXIT.findings;
}

function debt({ args, runtime, state }: Call): ExitCode {
  const view = viewDebt({ ...state, now: runtime.now() });
  runtime.out(args.flag('json') ? `${JSON.stringify(view, null, 2)}\n` : renderDebt(view));
  return EXIT.clean;
}
