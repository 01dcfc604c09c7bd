// Which files of a site show nothing that changes with the time alone, and on what exactly each depends: those may stay
// as the last build left them.
import { hash } from 'node:crypto';
import { isSettled, isSettledMonth } from '../publication/settled.ts';
import type { IncidentView, PublicView, Snapshot } from '../publication/view.ts';
import type { OutputFile } from '../syndication/output.ts';

/** A file by its path in the folder, and a digest of everything that its bytes depend on. */
export type PlannedFile = { readonly path: string; readonly key: string };

/** The pages that show only what is over, and the outputs that have a digest; all else is made anew in every build. */
export function planOf(
  snapshot: Snapshot,
  outputs: readonly OutputFile[],
  program: string,
): readonly PlannedFile[] {
  const view = snapshot.public;
  const common = digestOf([program, snapshot.audience, view.page]);
  const components = new Set(view.groups.flatMap((group) => group.components.map(({ id }) => id)));
  const months = new Set(view.months.map(({ month }) => month));
  const folders = view.page.languages.map((language, index) => (index === 0 ? '' : `${language}/`));
  const incidents = view.incidents.filter(isSettled).flatMap((incident) => {
    const linked = incident.components.map(({ id }) => components.has(id));
    const key = digestOf([common, incident.digest, linked, months.has(monthOf(incident))]);
    return [
      ...folders.map((folder) => ({ path: `${folder}incidents/${incident.id}.html`, key })),
      { path: `api/v1/incidents/${incident.id}.json`, key },
    ];
  });
  const pages = view.months.flatMap(({ month }, index) => {
    if (!isSettledMonth(view, index)) return [];
    const neighbours = [view.months[index + 1], view.months[index - 1]].map(briefly);
    const key = digestOf([common, view.months[index]?.incidents.map(rowOf), neighbours]);
    return [
      ...folders.map((folder) => ({ path: `${folder}history/${month}.html`, key })),
      { path: `api/v1/months/${month}.json`, key },
    ];
  });
  const told = outputs.flatMap(({ path, digest }) =>
    digest === undefined ? [] : [{ path, key: digestOf([common, digest]) }],
  );
  return [...incidents, ...pages, ...told, ...insidePlan(snapshot, common)];
}

function insidePlan(snapshot: Snapshot, common: string): readonly PlannedFile[] {
  if (snapshot.audience === 'public') return [];
  return snapshot.internal.inside.pages
    .filter(({ isSettled: isOver }) => isOver)
    .map(({ id, digest }) => ({
      path: `inside/incidents/${id}.html`,
      key: digestOf([common, digest]),
    }));
}

/** One of several times of a recurring maintenance differs from the others by its own times. */
function rowOf({ digest, startedAt, endedAt, status }: IncidentView): readonly unknown[] {
  return [digest, startedAt, endedAt, status];
}

/** A link to a month tells how much began in it. */
function briefly(month: PublicView['months'][number] | undefined): readonly unknown[] {
  return month === undefined ? [] : [month.month, month.incidents.map(({ kind }) => kind)];
}

function monthOf({ startedAt }: IncidentView): string {
  return startedAt.slice(0, 7);
}

function digestOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, 22);
}
