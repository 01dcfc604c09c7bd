// What customers are told against what is known: silence for too long, something down that nobody told, work that went
// past its end. All of it depends on the time, so that it is a warning and never stops a build.
import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { IncidentDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { readIncident } from '../../incidents/document.ts';
import { isConfidential } from '../../incidents/hidden.ts';
import { openWord } from '../../incidents/last-word.ts';
import { plainLastStatus } from '../../incidents/plain-last-status.ts';
import { promisedUpdate } from '../../incidents/promised-update.ts';
import { currentOccurrence, unheardWord } from '../../maintenance/phase.ts';
import { EARLY_MS } from '../../maintenance/words.ts';
import {
  hasEnded,
  type Incident,
  isActive,
  type MaintenancePhase,
  type PublicStatus,
} from '../../model/incident.ts';
import { type ComponentStatus, worseStatus } from '../../model/component.ts';
import { addMs, type Instant, laterOf, toMs } from '../../model/instant.ts';
import { DEFAULT_PAGE } from '../../model/page.ts';
import type { Organisation } from '../../model/organisation.ts';
import { finding } from '../finding.ts';
import type { Known } from '../known.ts';
import { checkFuture } from './future.ts';
import { checkLongAgo } from './long-ago.ts';
import { checkStated, checkWatched } from './watched.ts';

/** What the public page leaves its readers without at `now`. */
export function checkHygiene(
  documents: DocumentSet,
  organisation: Organisation | null,
  { now, known }: { readonly now: Instant | null; readonly known: Known },
): readonly Diagnostic[] {
  if (now === null) return [];
  const silentAfterMs = organisation?.settings.page.silentAfterMs ?? DEFAULT_PAGE.silentAfterMs;
  const open = documents.incident
    .filter(({ document }) => !ENDED.has(document.state))
    .map((file) => ({ file, incident: readIncident(file).incident }));
  const unfinished = documents.incident
    .filter((file) => mayBeUnfinished(file, documents.incident))
    .flatMap((file) => checkUnfinished(file, readIncident(file).incident));
  const told = toldOf(
    open.map(({ incident }) => incident),
    known,
  );
  const retired = new Set(
    organisation?.products.flatMap((product) => (product.retired ?? []).map(({ id }) => id)),
  );
  const found = open.flatMap(({ file, incident }) => [
    ...(isPublic(incident) ? checkFuture(file, incident, now) : []),
    ...(incident.kind === 'maintenance'
      ? [...checkOverdue(file, incident, now), ...checkUnheard(file, incident, now)]
      : [
          ...checkSilence(file, incident, { now, silentAfterMs }),
          ...checkUntold(file, incident, { told, known }),
          ...checkUnseen(file, incident, retired),
          ...(isPublic(incident)
            ? [
                ...checkWatched(file, incident),
                ...checkStated(file, incident),
                ...checkLongAgo(file, incident),
              ]
            : []),
        ]),
  ]);
  return [...found, ...unfinished].map((each) => ({ ...each, severity: 'warning' }));
}

type File = Located<IncidentDocument>;

const ENDED: ReadonlySet<string> = new Set(['resolved', 'closed', 'duplicate', 'declined']);

function isPublic(incident: Incident): boolean {
  return incident.public?.visibility === 'public' && isActive(incident);
}

function checkSilence(
  file: File,
  incident: Incident,
  { now, silentAfterMs }: { readonly now: Instant; readonly silentAfterMs: number },
): readonly Diagnostic[] {
  if (!isPublic(incident)) return [];
  const began = incident.at.declared ?? incident.at.started ?? now;
  const last = incident.updates.reduce((latest, { at }) => laterOf(latest, at), began);
  const promised = promisedUpdate(incident);
  const due = promised ?? addMs(last, silentAfterMs);
  if (now <= due) return [];
  return [
    finding(
      'public-silence',
      promised === due
        ? file.locate(['public', 'next_update_due'])
        : file.locateKey(['public', 'visibility']),
      promised === due
        ? `unexpected silence since the update that was promised for ${short(due)}, expected one by then`
        : `unexpected silence of ${minutes(now, last)} minutes on the public page, expected an update every ${Math.round(silentAfterMs / 60_000)} minutes`,
      `post an update, even if nothing is new: \`/update\` in the room, or under \`## Public updates\` of ${file.file}`,
    ),
  ];
}

/** The worst that customers read of each component, by the id that it has today. */
function toldOf(
  open: readonly Incident[],
  { renamed }: Known,
): ReadonlyMap<string, ComponentStatus> {
  const told = new Map<string, ComponentStatus>();
  for (const incident of open)
    if (incident.kind === 'incident' && isPublic(incident))
      for (const [written, status] of Object.entries(incident.components)) {
        const id = renamed.get(written) ?? written;
        told.set(id, worseStatus(told.get(id) ?? status, status));
      }
  return told;
}

function checkUntold(
  file: File,
  incident: Incident,
  { told, known }: { readonly told: ReadonlyMap<string, ComponentStatus>; readonly known: Known },
): readonly Diagnostic[] {
  if (isPublic(incident) || !isActive(incident) || isConfidential(incident)) return [];
  return Object.entries(incident.components).flatMap(([id, status]) => {
    const said = told.get(known.renamed.get(id) ?? id) ?? 'operational';
    const isDown = status === 'partial_outage' || status === 'major_outage';
    if (!isDown || worseStatus(said, status) === said) return [];
    return [
      finding(
        'public-untold',
        file.locate(['components', id]),
        said === 'operational'
          ? `unexpected \`${status}\` of \`${id}\` that no public incident tells of, expected one`
          : `unexpected \`${status}\` of \`${id}\`, of which customers read \`${said}\`, expected a public incident that tells of it`,
        'post an update with `/update`, or correct the component’s state',
      ),
    ];
  });
}

/** An open incident of something that customers see no more: it stands over the page, and on no component. */
function checkUnseen(
  file: File,
  incident: Incident,
  retired: ReadonlySet<string>,
): readonly Diagnostic[] {
  if (!isPublic(incident)) return [];
  return Object.entries(incident.components)
    .filter(([id, status]) => status !== 'operational' && retired.has(id))
    .map(([id, status]) =>
      finding(
        'public-unseen',
        file.locateKey(['components', id]),
        `unexpected \`${status}\` of \`${id}\`, which is retired and stands on the page no more, expected a component that customers see`,
        'name the components that fail, or give it back to its service in `ownership/products/`',
      ),
    );
}

/** What is plain without parsing Markdown, so that the bodies of a long history are not read. */
function mayBeUnfinished({ document, text, bodyStart }: File, all: readonly File[]): boolean {
  const { kind, public: face } = document;
  const isEnded = hasEnded(document) || isTakenAway(document, all);
  if (!isEnded || kind === 'maintenance' || face?.visibility !== 'public') return false;
  const isOpen = face.status !== undefined && face.status !== 'resolved';
  return isOpen || plainLastStatus(text, bodyStart) !== 'resolved';
}

/** What was none, or is told under another one that customers do not see. */
function isTakenAway({ state, relations }: IncidentDocument, all: readonly File[]): boolean {
  if (state !== 'duplicate') return state === 'declined';
  const original = all.find(({ id }) => id === relations?.duplicate_of)?.document;
  return original?.public?.visibility !== 'public';
}

function checkUnfinished(file: File, incident: Incident): readonly Diagnostic[] {
  const word = openWord(incident) ?? failedAgain(incident);
  if (word === null) return [];
  return [
    finding(
      'public-unfinished',
      file.locate(['state']),
      `unexpected \`${incident.state}\` of an incident of which customers heard \`${word}\` last, expected that they were told the end`,
      hasEnded(incident)
        ? 'post it with `/update resolved text`; if it fails again, say `/reopen`'
        : 'take it back with a last word: `visibility: none`, `status: resolved` and a last update that says so',
    ),
  ];
}

/** What was said below the end, whatever the front matter says. */
function failedAgain({ kind, updates }: Incident): PublicStatus | MaintenancePhase | null {
  const last = updates.at(-1)?.status ?? 'resolved';
  return kind === 'maintenance' || last === 'resolved' ? null : last;
}

function checkOverdue(
  file: File,
  { window, updates, state, at, public: face }: Incident,
  now: Instant,
): readonly Diagnostic[] {
  if (face?.visibility !== 'public' || window === null) return [];
  const { phase, until } = currentOccurrence({ state, at, updates, window }, now);
  const isUntold =
    window.recurs === undefined && !updates.some((update) => update.status === 'completed');
  const isOver = phase === 'completed' && !isUntold;
  if (isOver || now <= addMs(until, GRACE_MS)) return [];
  return [
    finding(
      'maintenance-overdue',
      file.locate(['window', 'until']),
      `unexpected maintenance that was to end ${short(until)} and of which nobody told the end, expected an update that says so`,
      'post an update with `completed`, or move `until` and say why',
    ),
  ];
}

/** Work that is said to be under way or done too early for its window, as the page of that moment goes on saying. */
function checkUnheard(
  file: File,
  { window, updates, state, at, public: face }: Incident,
  now: Instant,
): readonly Diagnostic[] {
  if (face?.visibility !== 'public' || window === null) return [];
  const unheard = unheardWord({ state, at, updates, window }, now);
  if (unheard === null) return [];
  const { word, next } = unheard;
  const place = file.locate(['window', 'from']);
  if (word.status === 'completed')
    return [
      finding(
        'maintenance-unheard',
        place,
        `unexpected \`completed\` at ${short(word.at)} of work whose window begins ${short(next.from)}, expected it after the work began`,
        'correct `from` and `until` if the work is done; otherwise post an update with `scheduled`',
      ),
    ];
  return [
    finding(
      'maintenance-unheard',
      place,
      `unexpected window from ${short(next.from)} of work that is said to be \`${word.status}\` since ${short(word.at)}, expected one that begins within ${EARLY_MS / 3_600_000} hours of the word`,
      'correct `from` if the work has begun; otherwise post an update with `scheduled`',
    ),
  ];
}

const GRACE_MS = 15 * 60_000;

function minutes(now: Instant, then: Instant): number {
  return Math.floor((toMs(now) - toMs(then)) / 60_000);
}

function short(instant: Instant): string {
  return `${instant.slice(0, 16)}Z`;
}
