// The static half of Statuspage's public API, version 2: every path that answers GET, with every field.
import type { ComponentStatus } from '../model/component.ts';
import { BEGINNING, type Instant } from '../model/instant.ts';
import type { ComponentGroupView, ComponentView, PublicView } from '../publication/view.ts';
import { firstIdOf, postAddress } from '../publication/addresses.ts';
import { jsonFile, type OutputFile } from './output.ts';
import { plainLines } from './plain-lines.ts';
import { learnedAt, type Post, POST_LIMIT, type PostUpdate } from './posts.ts';
import { stableId } from './stable-id.ts';

/** The files of `/api/v2`. `posts` are all of them, latest change first. */
export function statuspageFiles(view: PublicView, posts: readonly Post[]): readonly OutputFile[] {
  const page = pageOf(view, posts);
  const components = componentsOf(view, posts, page.id);
  const made = new Map(components.map((component) => [component.id, component]));
  const byId = new Map(
    view.groups
      .flatMap((group) => group.components)
      .flatMap((component) => {
        const found = made.get(stableId('component', firstIdOf(component)));
        return found === undefined ? [] : [[component.id, found] as const];
      }),
  );
  const incidents = posts.filter((post) => post.view.kind === 'incident');
  const works = posts.filter(
    (post) => post.view.kind === 'maintenance' && isNear(post, view.builtAt),
  );
  const upcoming = works.filter((post) => post.status === 'scheduled').toSorted(soonestFirst);
  const active = works.filter(
    (post) => post.status === 'in_progress' || post.status === 'verifying',
  );
  const unresolved = incidents.filter((post) => wordOf(post.status, post.view) !== 'resolved');
  const told = (list: readonly Post[]): unknown =>
    list.slice(0, POST_LIMIT).map((post) => incidentOf(post, { view, page, byId }));
  const file = (name: string, value: () => object): OutputFile =>
    jsonFile(`api/v2/${name}.json`, () => ({ page, ...value() }));
  const status = statusOf(view.state.status);
  return [
    file('summary', () => ({
      components,
      incidents: told(unresolved.toSorted(newestFirst)),
      scheduled_maintenances: told([...active, ...upcoming]),
      status,
    })),
    file('status', () => ({ status })),
    // A widespread exporter reads the overall state here.
    file('components', () => ({ components, status })),
    file('incidents', () => ({ incidents: told(incidents.toSorted(newestFirst)) })),
    file('incidents/unresolved', () => ({ incidents: told(unresolved.toSorted(newestFirst)) })),
    file('scheduled-maintenances', () => ({
      scheduled_maintenances: told(works.toSorted(newestFirst)),
    })),
    file('scheduled-maintenances/upcoming', () => ({ scheduled_maintenances: told(upcoming) })),
    file('scheduled-maintenances/active', () => ({ scheduled_maintenances: told(active) })),
  ];
}

/** Of a recurring maintenance the times of two months are announced: more would bury everything else. */
const ANNOUNCED_MS = 60 * 86_400_000;

function isNear({ window, view }: Post, now: Instant): boolean {
  const isOnce = view.schedule?.recurs === null;
  const isNext = window !== null && view.window?.from === window.from;
  const begins = Date.parse(window?.from ?? now);
  return isOnce || isNext || begins <= Date.parse(now) + ANNOUNCED_MS;
}

function newestFirst(left: Post, right: Post): number {
  if (left.startedAt !== right.startedAt) return left.startedAt < right.startedAt ? 1 : -1;
  return left.key < right.key ? 1 : -1;
}

function soonestFirst(left: Post, right: Post): number {
  return newestFirst(right, left);
}

type Page = {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly time_zone: string;
  readonly updated_at: Instant;
};

/** `updated_at` is the last change, not the build: what did not change keeps its bytes. */
function pageOf({ page, builtAt }: PublicView, posts: readonly Post[]): Page {
  return {
    id: stableId('page', page.url),
    name: page.name,
    url: page.url,
    time_zone: 'Etc/UTC',
    updated_at: posts.find((post) => post.updatedAt <= builtAt)?.updatedAt ?? BEGINNING,
  };
}

const COMPONENT_WORDS = {
  operational: 'operational',
  maintenance: 'under_maintenance',
  degraded: 'degraded_performance',
  partial_outage: 'partial_outage',
  major_outage: 'major_outage',
} as const satisfies Record<ComponentStatus, string>;

const IMPACTS = {
  operational: 'none',
  maintenance: 'maintenance',
  degraded: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
} as const satisfies Record<ComponentStatus, string>;

const DESCRIPTIONS = {
  operational: 'All Systems Operational',
  maintenance: 'Service Under Maintenance',
  degraded: 'Partially Degraded Service',
  partial_outage: 'Partial System Outage',
  major_outage: 'Major Service Outage',
} as const satisfies Record<ComponentStatus, string>;

function statusOf(status: ComponentStatus): object {
  return { indicator: IMPACTS[status], description: DESCRIPTIONS[status] };
}

type ComponentJson = { readonly id: string };

function componentsOf(
  view: PublicView,
  posts: readonly Post[],
  pageId: string,
): readonly ComponentJson[] {
  const changed = new Map<string, Instant>();
  for (const post of posts)
    for (const id of post.view.concerns)
      if (!changed.has(id) && post.updatedAt <= view.builtAt) changed.set(id, post.updatedAt);
  return view.groups.flatMap((group, index) => {
    const common = {
      created_at: BEGINNING,
      showcase: true,
      start_date: null,
      page_id: pageId,
      only_show_if_degraded: false,
    };
    const groupId = stableId('group', group.id);
    const leaves = group.components.map((component, place) => ({
      ...common,
      ...describe(component),
      id: stableId('component', firstIdOf(component)),
      updated_at: changed.get(component.id) ?? BEGINNING,
      position: place + 1,
      group_id: groupId,
      group: false,
    }));
    const newest =
      leaves
        .map((leaf) => leaf.updated_at)
        .toSorted()
        .at(-1) ?? BEGINNING;
    return [
      {
        ...common,
        ...describe(group),
        id: groupId,
        updated_at: newest,
        position: index + 1,
        group_id: null,
        group: true,
        components: leaves.map((leaf) => leaf.id),
      },
      ...leaves,
    ];
  });
}

function describe({ name, description, status }: ComponentView | ComponentGroupView): object {
  return { name, description, status: COMPONENT_WORDS[status] };
}

type Surroundings = {
  readonly view: PublicView;
  readonly page: Page;
  readonly byId: ReadonlyMap<string, ComponentJson>;
};

function incidentOf(post: Post, { view, page, byId }: Surroundings): object {
  const id = stableId('incident', post.key);
  const { kind, components, impact, postmortem } = post.view;
  const learned = post.status === 'resolved' ? postmortem : null;
  const updates = post.updates.map((update) => updateOf(update, id, post));
  return {
    id,
    name: post.view.title,
    status: learned === null ? wordOf(post.status, post.view) : 'postmortem',
    created_at: post.createdAt,
    updated_at: post.updatedAt,
    monitoring_at: post.updates.findLast((update) => update.status === 'monitoring')?.at ?? null,
    resolved_at: post.endedAt,
    postmortem_published_at: learned === null ? null : learnedAt(post.view),
    impact: kind === 'maintenance' ? 'maintenance' : IMPACTS[impact],
    shortlink: postAddress(view.page.url, post.key),
    started_at: post.startedAt,
    page_id: page.id,
    incident_updates:
      learned === null
        ? updates
        : [postmortemUpdate(learned, id, post), ...updates].toSorted(latestSaid),
    components: components.flatMap(({ id: own }) => byId.get(own) ?? []),
    reminder_intervals: null,
    ...(post.window === null
      ? {}
      : { scheduled_for: post.window.from, scheduled_until: post.window.until }),
  };
}

/** Newest first; what was said at one time stays in its order. */
function latestSaid(left: UpdateJson, right: UpdateJson): number {
  return left.created_at === right.created_at ? 0 : left.created_at < right.created_at ? 1 : -1;
}

function updateOf(
  { at, status, text, html }: PostUpdate,
  incidentId: string,
  post: Post,
): UpdateJson {
  const same = post.updates.filter((update) => update.at === at && update.status === status);
  const number = same.findIndex((update) => update.text === text);
  return updateJson(stableId('update', `${post.key}/${at}/${status}/${number}`), {
    status: wordOf(status, post.view),
    body: plainLines(html),
    incident_id: incidentId,
    at,
  });
}

/** Statuspage has no words for what was called off or taken back: it is over, and the statement says why. */
function wordOf(
  status: Post['status'],
  { kind }: Post['view'],
): Exclude<Post['status'], 'cancelled' | 'withdrawn'> {
  if (status !== 'cancelled' && status !== 'withdrawn') return status;
  return kind === 'maintenance' ? 'completed' : 'resolved';
}

/** Where nobody wrote down when it was published, it is the newest thing that is said. */
function postmortemUpdate(html: string, incidentId: string, post: Post): UpdateJson {
  return updateJson(stableId('update', `${post.key}/postmortem`), {
    status: 'postmortem',
    body: plainLines(html),
    incident_id: incidentId,
    at: learnedAt(post.view) ?? post.updatedAt,
  });
}

type UpdateJson = Readonly<Record<string, unknown>> & { readonly created_at: Instant };

type Said = {
  readonly status: string;
  readonly body: string;
  readonly incident_id: string;
  readonly at: Instant;
};

/** Statements name no component, so nothing is claimed about the course of single components. */
function updateJson(id: string, { status, body, incident_id, at }: Said): UpdateJson {
  return {
    id,
    status,
    body,
    incident_id,
    created_at: at,
    updated_at: at,
    display_at: at,
    affected_components: null,
    deliver_notifications: true,
    custom_tweet: null,
    tweet_id: null,
  };
}
