// Every file that machines read, for one audience.
import { nameOf } from '../publication/said.ts';
import type { ComponentView, PublicView, Snapshot, TeamView } from '../publication/view.ts';
import { type Speech, speechesOf, speechOf } from '../speech/speech.ts';
import { addressesOf, folderOf, publicAddress } from '../publication/addresses.ts';
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
  return [
    ...statuspageFiles(view, posts),
    ...feedsOf(view, posts).flatMap(feedFiles),
    ...overviewFiles(view),
    ...monthFiles(view),
    ...incidentFiles(view),
    ...speechesOf(view.page.languages).flatMap((speech) => filesIn(view, speech)),
    ...(snapshot.audience === 'internal'
      ? snapshot.internal.teams.map((team) => teamCalendar(view, team))
      : [...embedFiles(view), llmsFile(view)]),
  ];
}

/** Calendars and badges in one language. */
function filesIn(view: PublicView, speech: Speech): readonly OutputFile[] {
  const folder = folderOf(speech);
  const { name } = view.page;
  const works = view.incidents.filter((each) => each.kind === 'maintenance');
  const components = view.groups.flatMap((group) => group.components);
  return [
    calendar(`${folder}calendar.ics`, name, works, { view, speech }),
    badge(`${folder}badge.svg`, name, view.state.status, speech),
    ...components.flatMap((component) => {
      const own = nameOf(component, speech).text;
      const touching = works.filter(({ concerns }) => concerns.includes(component.id));
      return addressesOf(component).flatMap((address) => [
        calendar(`${folder}components/${address}/calendar.ics`, `${name}: ${own}`, touching, {
          view,
          speech,
        }),
        badge(`${folder}components/${address}/badge.svg`, own, component.status, speech),
      ]);
    }),
  ];
}

function badge(
  path: string,
  name: string,
  status: ComponentView['status'],
  speech: Speech,
): OutputFile {
  return { path, text: () => renderBadge(name, status, speech) };
}

type Place = { readonly view: PublicView; readonly speech: Speech };

function calendar(
  path: string,
  name: string,
  works: PublicView['incidents'],
  { view: { page, incidents, builtAt }, speech }: Place,
): OutputFile {
  return {
    path,
    text: () =>
      renderCalendar({
        name,
        speech,
        pageUrl: page.url,
        address: publicAddress(page.url, path),
        works,
        // What is for people inside only has none.
        hasPage: (id) => incidents.some((incident) => incident.id === id),
        now: builtAt,
      }),
  };
}

function teamCalendar(view: PublicView, { id, name, maintenance }: TeamView): OutputFile {
  const speech = speechOf(view.page.languages[0] ?? 'en');
  const title = `${name}: ${speech.say('home.maintenance')}`;
  return calendar(`teams/${id}/calendar.ics`, title, maintenance, { view, speech });
}
