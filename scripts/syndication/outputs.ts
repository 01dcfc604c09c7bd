// Every file that machines read, for one audience.
import type { PublicView, Snapshot, TeamView } from '../publication/view.ts';
import { addressesOf, publicAddress } from './addresses.ts';
import { renderBadge } from './badge.ts';
import { renderCalendar } from './calendar.ts';
import { embedFiles } from './embed.ts';
import { feedsOf } from './feed-entries.ts';
import { feedFiles } from './feeds.ts';
import { llmsFile } from './llms.ts';
import type { OutputFile } from './output.ts';
import { postsOf } from './posts.ts';
import { incidentFiles, monthFiles, overviewFiles } from './public-json.ts';
import { statuspageFiles } from './statuspage.ts';

/** The files beside the pages. Each is made when it is asked for; those for people inside exist in their site only. */
export function outputsOf(snapshot: Snapshot): readonly OutputFile[] {
  const view = snapshot.public;
  const posts = postsOf(view);
  const components = view.groups.flatMap((group) => group.components);
  return [
    ...statuspageFiles(view, posts),
    ...feedsOf(view, posts).flatMap(feedFiles),
    ...overviewFiles(view),
    ...monthFiles(view),
    ...incidentFiles(view),
    calendar(view, null),
    ...components.flatMap((component) =>
      addressesOf(component).map((address) => calendar(view, { ...component, address })),
    ),
    { path: 'badge.svg', text: () => renderBadge(view.page.name, view.state.status) },
    ...components.flatMap((component) =>
      addressesOf(component).map((address) => ({
        path: `components/${address}/badge.svg`,
        text: () => renderBadge(component.name, component.status),
      })),
    ),
    ...(snapshot.audience === 'internal'
      ? snapshot.internal.teams.map((team) => teamCalendar(view, team))
      : [...embedFiles(view), llmsFile(view)]),
  ];
}

function calendar(
  view: PublicView,
  component: { readonly id: string; readonly name: string; readonly address: string } | null,
): OutputFile {
  const path = component === null ? 'calendar.ics' : `components/${component.address}/calendar.ics`;
  return {
    path,
    text: () =>
      renderCalendar({
        name: component === null ? view.page.name : `${view.page.name}: ${component.name}`,
        pageUrl: view.page.url,
        address: publicAddress(view.page.url, path),
        works: worksOf(view).filter(
          (work) => component === null || work.concerns.includes(component.id),
        ),
        hasPage: hasPageIn(view),
        now: view.builtAt,
      }),
  };
}

function worksOf({ incidents }: PublicView): PublicView['incidents'] {
  return incidents.filter((each) => each.kind === 'maintenance');
}

/** What is for people inside only has none. */
function hasPageIn({ incidents }: PublicView): (id: string) => boolean {
  return (id) => incidents.some((incident) => incident.id === id);
}

function teamCalendar(view: PublicView, team: TeamView): OutputFile {
  const { page } = view;
  const path = `teams/${team.id}/calendar.ics`;
  return {
    path,
    text: () =>
      renderCalendar({
        name: `${team.name}: maintenance`,
        pageUrl: page.url,
        address: publicAddress(page.url, path),
        works: team.maintenance,
        hasPage: hasPageIn(view),
        now: view.builtAt,
      }),
  };
}
