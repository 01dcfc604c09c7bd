// The whole gateway in one process: receive, store, decide, commit, project. `serve` and `dev` differ in their options.
import type { Hono } from 'hono';
import type { Inbox } from '../inbox/inbox.ts';
import { openSqliteInbox } from '../inbox/sqlite-inbox.ts';
import { DAY_MS, type Instant } from '../model/instant.ts';
import type { Source } from '../model/source.ts';
import type { IncidentBook } from '../response/response.ts';
import { branchesInTurn, createTurns, type Turns, workspaceInTurn } from '../workspace/in-turn.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { createGatewayApp } from './app.ts';
import { type Bell, createBell } from './bell.ts';
import { createCertificateStore, createKeySetStore } from './certificates.ts';
import { type DeliveryDesk, openDeliveryDesk } from './delivery.ts';
import {
  type GatewayLine,
  lineOfBuild,
  lineOfNews,
  linesOfApplied,
  linesOfDelivery,
} from './gateway-line.ts';
import type { WorkerDependencies } from './look.ts';
import { keepOwnVendors, type OwnVendorKeeper } from './own-vendors.ts';
import type { SiteTarget } from './projection.ts';
import { DEFAULT_LIMITS } from './receive.ts';
import { startRetention } from './retention.ts';
import { type RoomKeeper, type RoomPlace, startRoomKeeper } from './room-keeper.ts';
import { serveGateway } from './serve.ts';
import { keepSites, type SiteKeeper } from './site-keeper.ts';
import { InvalidOrganisation, keepState, type StateInForce, type StateKeeper } from './state.ts';
import { serveSite } from './static-files.ts';
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
  // What is opened last is closed first: requests are accepted until those who work on them have ended.
  await using parts = new AsyncDisposableStack();
  const opened = await openParts(options, parts);
  const { keeper, sites } = opened;
  const listener = parts.adopt(
    await serveGateway(appOf(options, opened), { host: options.host, port: options.port }),
    close,
  );
  const pagesBuilt = sites.follow(keeper.current());
  startParts(options, opened, parts);
  const sourcesWithoutSecret = [...keeper.current().organisation.sources.values()]
    .filter((source) => credentialsOf(options, source).length === 0)
    .map((source) => source.id);
  const running = parts.move();
  return {
    url: listener.url,
    pagesBuilt,
    sourcesWithoutSecret,
    close: () => running.disposeAsync(),
  };
}

/** What everything else works on. */
type Opened = {
  readonly inTurn: Turns;
  readonly workspace: Workspace;
  readonly keeper: StateKeeper;
  readonly inbox: Inbox;
  readonly sites: SiteKeeper;
  readonly desk: DeliveryDesk;
  readonly own: OwnVendorKeeper;
  /** There is something for the worker. */
  readonly work: Bell;
  /** People said something on GitHub. */
  readonly heard: Bell;
};

async function openParts(options: GatewayOptions, parts: AsyncDisposableStack): Promise<Opened> {
  const { now, log } = options;
  const inTurn = createTurns();
  const workspace = workspaceInTurn(options.workspace, inTurn);
  const keeper = await keepState(workspace, options.lastKnownHead, (news) => log(lineOfNews(news)));
  checkMayCommit(keeper.current());
  const onTrouble = troubleTo(log);
  const inbox = parts.adopt(openSqliteInbox(options.inboxFile), close);
  const sites = parts.adopt(
    keepSites({
      sites: options.sites,
      now,
      readPage: keeper.readPage,
      onBuilt: (result) => log(lineOfBuild(result)),
      onTrouble,
    }),
    close,
  );
  const desk = parts.adopt(
    await openDeliveryDesk({
      store: inbox,
      now,
      schedules: () => keeper.current().organisation.schedules,
      onDelivery: (delivery) => linesOfDelivery(delivery).forEach(log),
      onTrouble,
    }),
    close,
  );
  const own = await keepOwnVendors(options.modulesRoot, keeper.current().organisation, onTrouble);
  const bells = { work: createBell(), heard: createBell() };
  return { inTurn, workspace, keeper, inbox, sites, desk, own, ...bells };
}

function appOf(options: GatewayOptions, opened: Opened): Hono {
  const { now, log } = options;
  const { keeper, inbox, own, work, heard } = opened;
  return createGatewayApp({
    sources: () => keeper.current().organisation.sources,
    credentials: (source) => credentialsOf(options, source),
    inbox,
    now,
    log,
    limits: DEFAULT_LIMITS,
    certificate: createCertificateStore({ fetch, now }),
    keySet: createKeySetStore({ fetch, now }),
    confirm: createSubscriptionConfirmer({ fetch, log }),
    ownVendors: own.current,
    onAccepted: work.ring,
    readiness: () => ({ kind: 'ready' }),
    page: (request) => serveSite(options.servedSites, request),
    github: options.rooms,
    onHeard: heard.ring,
  });
}

function startParts(options: GatewayOptions, opened: Opened, parts: AsyncDisposableStack): void {
  const { now, log } = options;
  const { keeper, inbox } = opened;
  const rooms = options.rooms && parts.adopt(startRooms(options, options.rooms, opened), stop);
  parts.adopt(startWork(options, opened, rooms), stop);
  const retention = {
    inbox,
    settings: () => keeper.current().organisation.settings,
    now,
    everyMs: DAY_MS,
    onTrouble: troubleTo(log),
  };
  parts.adopt(startRetention(retention), stop);
}

function stop(part: { readonly stop: () => Promise<void> }): Promise<void> {
  return part.stop();
}

function close(part: { readonly close: () => Promise<void> }): Promise<void> {
  return part.close();
}

function startRooms(options: GatewayOptions, place: RoomPlace, opened: Opened): RoomKeeper {
  const { now, log } = options;
  const { inTurn, workspace, keeper, inbox, desk, work, heard } = opened;
  return startRoomKeeper({
    place: placeInTurn(place, inTurn),
    workspace,
    shelf: inbox.github,
    load: keeper.load,
    settings: () => keeper.current().organisation.settings,
    now,
    announce: desk.announce,
    heard,
    onChanged: work.ring,
    log,
    onTrouble: troubleTo(log),
  });
}

function startWork(options: GatewayOptions, opened: Opened, rooms: RoomKeeper | null): Worker {
  const { now, log, lookEveryMs } = options;
  const { workspace, keeper, inbox, sites, desk, own, work } = opened;
  const dependencies: WorkerDependencies = {
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
    lookEveryMs,
    announce: desk.announce,
    onApplied: async (applied) => {
      linesOfApplied(applied).forEach(log);
      await desk.follow(applied.book);
      rooms?.follow(applied.book);
    },
    onTrouble: troubleTo(log),
  };
  return startWorker(dependencies, work);
}

function troubleTo(log: GatewayOptions['log']): (sentence: string) => void {
  return (sentence) => log({ kind: 'trouble', sentence });
}

function credentialsOf({ secret }: GatewayOptions, source: Source): readonly string[] {
  return source.authentication.secrets.flatMap((variable) => secret(variable) || []);
}

function placeInTurn(place: RoomPlace, inTurn: Turns): RoomPlace {
  const { branches } = place;
  return { ...place, branches: branches && branchesInTurn(branches, inTurn) };
}

/** With another writer named, requests are accepted and kept, and nothing is decided or committed here. */
function checkMayCommit({ organisation }: StateInForce): void {
  if (organisation.settings.writer !== 'actions') return;
  throw new InvalidOrganisation('tocsin.yaml says `writer: actions`, so only workflows may commit');
}

function bookOf({ incidents }: StateInForce): IncidentBook {
  return { incidents, ids: new Set(incidents.map(({ id }) => id)) };
}
