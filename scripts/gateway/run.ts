// The whole gateway in one process: receive, store, decide, commit, project. `serve` and `dev` differ in their options.
import type { Applied } from '../apply/apply.ts';
import { remarksOn } from '../apply/remarks.ts';
import { openSqliteInbox } from '../inbox/sqlite-inbox.ts';
import { DAY_MS, type Instant, toMs } from '../model/instant.ts';
import type { Source } from '../model/source.ts';
import type { Delivery } from '../response/delivery.ts';
import type { Cancellation } from '../response/desk.ts';
import type { IncidentBook } from '../response/response.ts';
import { nameOf } from '../rules/destinations.ts';
import { branchesInTurn, createTurns, type Turns, workspaceInTurn } from '../workspace/in-turn.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { remarksOnPage } from '../validation/last-good.ts';
import { createGatewayApp } from './app.ts';
import { openDeliveryDesk } from './delivery.ts';
import { createCertificateStore, createKeySetStore } from './certificates.ts';
import type { LogLine } from './log-line.ts';
import { keepOwnVendors } from './own-vendors.ts';
import { createSiteProjection, type SiteTarget } from './projection.ts';
import { DEFAULT_LIMITS } from './receive.ts';
import { startRetention } from './retention.ts';
import { type RoomKeeper, type RoomLine, type RoomPlace, startRoomKeeper } from './room-keeper.ts';
import { serveGateway } from './serve.ts';
import { serveSite } from './static-files.ts';
import {
  InvalidOrganisation,
  keepState,
  type StateInForce,
  type StateKeeper,
  type StateNews,
} from './state.ts';
import { createSubscriptionConfirmer } from './subscriptions.ts';
import { startWorker, type Worker } from './worker.ts';

/** What a gateway is made of. */
export type GatewayOptions = {
  readonly workspace: Workspace;
  /** The commit to begin with when the repository does not answer. */
  readonly lastKnownHead: () => Promise<string>;
  readonly inboxFile: string;
  readonly host: string;
  readonly port: number;
  readonly sites: readonly SiteTarget[];
  /** Folders that are served beside the webhooks, by the path under which they appear. */
  readonly servedSites: Readonly<Record<string, string>>;
  /** How long commits of others may go unnoticed while no request comes. */
  readonly lookEveryMs: number;
  /** The secret in an environment variable; null when it is not set. */
  readonly secret: (variable: string) => string | null;
  readonly now: () => Instant;
  readonly log: (line: GatewayLine) => void;
  /** The folder that modules of the organisation's own are loaded from. */
  readonly modulesRoot: string;
  /** Where incidents have rooms; null where they have none. */
  readonly rooms: RoomPlace | null;
};

/** One line of the gateway's log: keys and numbers, never text from a request. */
export type GatewayLine =
  | LogLine
  | RoomLine
  | { readonly kind: 'commit'; readonly subject: string }
  | {
      readonly kind: 'notify';
      readonly incident: string;
      readonly event: string;
      readonly to: readonly string[];
    }
  | {
      readonly kind: 'digest';
      readonly to: string;
      /** How often each incident was to be told of. */
      readonly counts: readonly { readonly incident: string; readonly count: number }[];
    }
  /** A call that is not made. */
  | {
      readonly kind: 'not_told';
      readonly incident: string;
      readonly to: string;
      readonly reason: Cancellation['reason'] | 'digest';
    }
  | { readonly kind: 'built'; readonly audience: string; readonly ms: number }
  /** A changed configuration is in force. */
  | { readonly kind: 'config'; readonly commit: string }
  | { readonly kind: 'trouble'; readonly sentence: string };

/** A gateway that runs. */
export type RunningGateway = {
  readonly url: string;
  /** Resolves when there are pages to look at, or when it was said why not. */
  readonly pagesBuilt: Promise<void>;
  /** Sources for which no secret is set; every request to them is refused. */
  readonly sourcesWithoutSecret: readonly string[];
  readonly close: () => Promise<void>;
};

/** Starts everything and resolves when requests are accepted; nothing stays open when a part cannot start. */
export async function runGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { now, log } = options;
  const inTurn = createTurns();
  const workspace = workspaceInTurn(options.workspace, inTurn);
  const trouble = (sentence: string): void => log({ kind: 'trouble', sentence });
  const keeper = await keepState(workspace, options.lastKnownHead, (news) => log(lineOf(news)));
  checkMayCommit(keeper.current());
  const inbox = openSqliteInbox(options.inboxFile);
  const credentials = (source: Source): readonly string[] =>
    source.authentication.secrets.flatMap((variable) => options.secret(variable) || []);
  const sites = keepSites(options, keeper.readPage);
  const desk = await openDeliveryDesk({
    store: inbox,
    now,
    schedules: () => keeper.current().organisation.schedules,
    onDelivery: (delivery) => reportDelivery(delivery, log),
    onTrouble: trouble,
  });
  const own = await keepOwnVendors(options.modulesRoot, keeper.current().organisation, trouble);
  let worker: Worker | null = null;
  let rooms: RoomKeeper | null = null;
  const app = createGatewayApp({
    sources: () => keeper.current().organisation.sources,
    credentials,
    inbox,
    now,
    log,
    limits: DEFAULT_LIMITS,
    certificate: createCertificateStore({ fetch, now }),
    keySet: createKeySetStore({ fetch, now }),
    confirm: createSubscriptionConfirmer({ fetch, log }),
    ownVendors: own.current,
    onAccepted: () => worker?.wake(),
    readiness: () => ({ kind: 'ready' }),
    page: (request) => serveSite(options.servedSites, request),
    github: options.rooms,
    onHeard: () => rooms?.wake(),
  });
  try {
    const listener = await serveGateway(app, { host: options.host, port: options.port });
    const pagesBuilt = sites.follow(keeper.current());
    worker = startWorker({
      inbox,
      workspace,
      organisation: async () => {
        const state = await keeper.refresh();
        checkMayCommit(state);
        await desk.follow(bookOf(state));
        void sites.follow(state);
        await own.follow(state.organisation);
        return state.organisation;
      },
      incidents: () => keeper.current().incidents,
      postmortems: () => keeper.current().postmortems,
      wrongFiles: () => keeper.current().wrong,
      ownVendors: own.current,
      now,
      lookEveryMs: options.lookEveryMs,
      announce: desk.announce,
      onApplied: async (applied) => {
        if (applied.commits.length > 0) report(applied, log);
        await desk.follow(applied.book);
        rooms?.follow(applied.book);
      },
      onTrouble: trouble,
    });
    rooms =
      options.rooms &&
      startRoomKeeper({
        place: placeInTurn(options.rooms, inTurn),
        workspace,
        shelf: inbox.github,
        load: keeper.load,
        settings: () => keeper.current().organisation.settings,
        now,
        announce: desk.announce,
        onChanged: () => worker?.wake(),
        log,
        onTrouble: trouble,
      });
    const retention = startRetention({
      inbox,
      settings: () => keeper.current().organisation.settings,
      now,
      everyMs: DAY_MS,
      onTrouble: trouble,
    });
    return {
      url: listener.url,
      pagesBuilt,
      sourcesWithoutSecret: [...keeper.current().organisation.sources.values()]
        .filter((source) => credentials(source).length === 0)
        .map((source) => source.id),
      close: async () => {
        await listener.close();
        await rooms?.stop();
        await worker?.stop();
        await desk.close();
        await retention.stop();
        await sites.close();
        await inbox.close();
      },
    };
  } catch (error) {
    await sites.close();
    await inbox.close();
    throw error;
  }
}

function placeInTurn(place: RoomPlace, inTurn: Turns): RoomPlace {
  const { branches } = place;
  return { ...place, branches: branches && branchesInTurn(branches, inTurn) };
}

type Sites = {
  /** Builds the sites when the state is new, or when the pages have become old; resolves when that is done. */
  readonly follow: (state: StateInForce) => Promise<void>;
  readonly close: () => Promise<void>;
};

function keepSites({ sites, now, log }: GatewayOptions, readPage: StateKeeper['readPage']): Sites {
  const projection = createSiteProjection(sites, now, (result) => {
    if (result.kind === 'built') log({ kind: 'built', audience: result.audience, ms: result.ms });
    else
      log({
        kind: 'trouble',
        sentence: `the ${result.audience} site could not be built: ${result.reason}`,
      });
  });
  let shown: { readonly revision: string; readonly at: Instant } | null = null;
  return {
    follow: async (state) => {
      const at = now();
      const isFresh = shown !== null && toMs(at) - toMs(shown.at) < PAGES_LIVE_MS;
      if (shown?.revision === state.revision && isFresh) return;
      shown = { revision: state.revision, at };
      try {
        const page = await readPage();
        for (const sentence of remarksOnPage(page)) log({ kind: 'trouble', sentence });
        // What stands there is older, and truer than a page without an incident.
        if (page.kind === 'readable')
          await projection.project({ ...page.loaded.state, revision: state.revision });
      } catch (error) {
        log({
          kind: 'trouble',
          sentence: `the sites could not be built: ${error instanceof Error ? error.message : 'no reason given'}`,
        });
      }
    },
    close: () => projection.close(),
  };
}

/** Pages say as of when they are, count days and announce maintenance: they are built again when nothing happens too. */
const PAGES_LIVE_MS = 10 * 60_000;

/** With another writer named, requests are accepted and kept, and nothing is decided or committed here. */
function checkMayCommit({ organisation }: StateInForce): void {
  if (organisation.settings.writer !== 'actions') return;
  throw new InvalidOrganisation('tocsin.yaml says `writer: actions`, so only workflows may commit');
}

function lineOf(news: StateNews): GatewayLine {
  return news.kind === 'broken'
    ? { kind: 'trouble', sentence: news.sentence }
    : { kind: 'config', commit: news.commit };
}

function bookOf({ incidents }: StateInForce): IncidentBook {
  return { incidents, ids: new Set(incidents.map(({ id }) => id)) };
}

function report(applied: Applied, log: GatewayOptions['log']): void {
  for (const subject of applied.commits) log({ kind: 'commit', subject });
  for (const sentence of remarksOn(applied)) log({ kind: 'trouble', sentence });
}

/** Calls of one notification to several destinations are one line. */
function reportDelivery(
  { messages, counted, cancelled }: Delivery,
  log: GatewayOptions['log'],
): void {
  const calls = messages.flatMap((message) => (message.kind === 'call' ? [message] : []));
  const lines = Map.groupBy(calls, ({ incident, event }) => `${incident} ${event}`);
  for (const [first, ...others] of lines.values()) {
    if (first === undefined) continue;
    const { incident, event } = first;
    const to = [first, ...others].map(({ destination }) => nameOf(destination));
    log({ kind: 'notify', incident, event, to });
  }
  for (const { incident, destination } of counted)
    log({ kind: 'not_told', incident, to: nameOf(destination), reason: 'digest' });
  for (const { incident, destination, reason } of cancelled)
    log({ kind: 'not_told', incident, to: nameOf(destination), reason });
  for (const message of messages)
    if (message.kind === 'digest')
      log({ kind: 'digest', to: nameOf(message.destination), counts: message.counts });
}
