// Silences that are longer than a day: a wish in the incident's file, a pull request that adds the silence, and one word on
// the timeline about what became of it. The branch's name is its key, so that whatever is lost is found again.
import type { SourceFile } from '../config/document-set.ts';
import type { PullRequest } from '../github/pull-requests.ts';
import { editIncident } from '../incidents/edit.ts';
import { isHidden } from '../incidents/hidden.ts';
import { readRecord } from '../incidents/record.ts';
import type { IncidentEdit } from '../model/effect.ts';
import { incidentPath, isIncidentPath } from '../model/history-path.ts';
import type { Incident, Mute } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { conditionsOf, renderSilence, silenceId } from '../slash-commands/commands/mute.ts';
import { code, prose } from '../text/safe-prose.ts';
import { APPROVE_RUNS, requestMarker } from '../postmortems/pull-request.ts';
import { isPutAway } from '../rooms/hidden-text.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commitFiles } from './commit-files.ts';
import type { PostmortemPlace } from './postmortem-branch.ts';
import { muteBranch } from './mute-branch.ts';
import { done, type Step, stepOf } from './sync.ts';

/** How many pull requests were opened, and how many wishes came to their end. */
export type MuteCount = { readonly opened: number; readonly ended: number };

/** What the wishes of a state are followed with. */
export type MutePlace = PostmortemPlace & {
  readonly workspace: Workspace;
  readonly now: () => Instant;
};

/** The newest committed state. */
export type MuteState = {
  readonly organisation: Organisation;
  readonly files: readonly SourceFile[];
  /** The commit that a new branch begins at. */
  readonly head: string;
};

/** Opens what is missing, and ends the wishes that somebody decided about or that time went over. */
export async function syncMutes(place: MutePlace, state: MuteState): Promise<Step<MuteCount>> {
  let opened = 0;
  let ended = 0;
  for (const file of state.files) {
    if (!('text' in file) || !isIncidentPath(file.path)) continue;
    if (!/^mutes:/m.test(file.text)) continue;
    const incident = readRecord(file)?.incident;
    if (incident === undefined || isHidden(incident, state.organisation)) continue;
    for (const mute of incident.mutes) {
      const followed = await follow(place, state, incident, mute);
      if (followed.kind !== 'done') return followed;
      if (followed.value === 'opened') opened += 1;
      if (followed.value === 'ended') ended += 1;
    }
  }
  return done({ opened, ended });
}

async function follow(
  place: MutePlace,
  state: MuteState,
  incident: Incident,
  mute: Mute,
): Promise<Step<'opened' | 'ended' | 'waits'>> {
  const branch = muteBranch(incident.id, mute.key);
  const listed = stepOf(await place.github.pullRequests.listOfBranch(branch));
  if (listed.kind !== 'done') return listed;
  // One that was emptied while nobody might read it says nothing of the wish: another one is opened.
  const known = pick(listed.value.filter(({ body }) => !isPutAway(body)));
  const isOver = mute.until <= place.now();
  if (known !== null && known.state === 'open' && isOver) {
    const closed = stepOf(
      await place.github.pullRequests.update(known.number, { state: 'closed' }),
    );
    if (closed.kind !== 'done') return closed;
  }
  const words = endOf(known, isOver);
  if (words !== null) {
    const isChanged = await endWish(place, incident.id, mute, words);
    return done(isChanged ? 'ended' : 'waits');
  }
  return known === null ? await open(place, state, branch, { incident, mute }) : done('waits');
}

/** An open one counts, else a merged one, else the newest that was closed. */
function pick(listed: readonly PullRequest[]): PullRequest | null {
  const inState = (state: PullRequest['state']): PullRequest | undefined =>
    listed.find((each) => each.state === state);
  return inState('open') ?? inState('merged') ?? listed[0] ?? null;
}

/** What the timeline says of the end of a wish; null while it waits. */
function endOf(known: PullRequest | null, isOver: boolean): string | null {
  if (known?.state === 'merged') return `[muted] the pull request #${known.number} was merged`;
  if (known?.state === 'closed')
    return `[unmuted] the pull request #${known.number} was closed: its signals are heard`;
  if (!isOver) return null;
  return known === null
    ? '[unmuted] the silence that was wished for is over'
    : `[unmuted] the pull request #${known.number} was not merged and is closed: its signals are heard`;
}

async function endWish(
  { workspace, now }: MutePlace,
  id: string,
  { key }: Mute,
  words: string,
): Promise<boolean> {
  const path = incidentPath(id);
  return await commitFiles(workspace, (files) => {
    const file = files.find((each) => each.path === path);
    if (file === undefined || !('text' in file)) return null;
    const mutes = readRecord(file)?.incident.mutes ?? [];
    if (!mutes.some((each) => each.key === key)) return null;
    const rest = mutes.filter((each) => each.key !== key);
    const edits: readonly IncidentEdit[] = [
      rest.length === 0
        ? { kind: 'unset', path: ['mutes'] }
        : { kind: 'set', path: ['mutes'], value: rest },
      { kind: 'timeline', at: now(), text: words, key: `${key}-of` },
    ];
    const text = editIncident(file.text, edits);
    return { message: `tocsin: ${id} silence decided`, changes: [{ path, text }] };
  });
}

async function open(
  { github, branches, base }: MutePlace,
  { files, head }: MuteState,
  branch: string,
  { incident, mute }: { readonly incident: Incident; readonly mute: Mute },
): Promise<Step<'opened' | 'waits'>> {
  const when = conditionsOf(incident);
  if (when === null) return done('waits');
  const id = silenceId(incident, mute.key);
  const path = `rules/silences/${id}.yaml`;
  if (files.some((each) => each.path === path)) return done('waits');
  const { from, until, reason } = mute;
  if ((await branches.read(branch)) === null) {
    const text = renderSilence({ reason, when, from, until });
    const message = `tocsin: ${incident.id} silence ${id}`;
    const changes = [{ path, text }];
    await branches.write({ branch, expected: null, parent: head, message, changes });
  }
  const room = incident.room === null ? '' : ` (#${incident.room})`;
  const made = await github.pullRequests.create({
    title: `Silence ${incident.services[0] ?? 'signals'} until ${until.slice(0, 10)}`,
    body: [
      requestMarker('mute', incident.id),
      `Somebody said \`/mute\` in ${code(incident.id)}${room}: ${prose(reason, 200)}`,
      `Once this is merged, the signals of the incident wake nobody until ${until.slice(0, 16).replace('T', ' ')} UTC; recoveries still count. Close it if they shall be heard.`,
      APPROVE_RUNS,
    ].join('\n\n'),
    branch,
    base,
  });
  if (made.kind === 'answered') return done('opened');
  // GitHub refuses a second one for a branch: then an earlier answer was lost.
  if (made.kind === 'refused' && made.reason === 'invalid') return done('waits');
  const step = stepOf(made);
  return step.kind === 'done' ? done('waits') : step;
}
