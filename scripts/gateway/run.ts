// The whole gateway in one process: receive, store, decide, commit, project. `serve` and `dev` differ in their options.
import type { Applied } from '../apply/apply.ts';
import { openSqliteInbox } from '../inbox/sqlite-inbox.ts';
import type { Instant } from '../model/instant.ts';
import type { Source } from '../model/source.ts';
import { nameOf } from '../rules/destinations.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { createGatewayApp } from './app.ts';
import type { LogLine } from './log-line.ts';
import { createSiteProjection, type SiteTarget } from './projection.ts';
import { DEFAULT_LIMITS } from './receive.ts';
import { serveGateway } from './serve.ts';
import { serveSite } from './static-files.ts';
import { keepState, type StateKeeper } from './state.ts';
import { startWorker } from './worker.ts';

/** What a gateway is made of. */
export type GatewayOptions = {
  readonly workspace: Workspace;
  readonly inboxFile: string;
  readonly host: string;
  readonly port: number;
  readonly sites: readonly SiteTarget[];
  /** Folders that are served beside the webhooks, by the path under which they appear. */
  readonly servedSites: Readonly<Record<string, string>>;
  /** The secret in an environment variable; null when it is not set. */
  readonly secret: (variable: string) => string | null;
  readonly now: () => Instant;
  readonly log: (line: GatewayLine) => void;
};

/** One line of the gateway's log: keys and numbers, never text from a request. */
export type GatewayLine =
  | LogLine
  | { readonly kind: 'commit'; readonly subject: string }
  | { readonly kind: 'notify'; readonly incident: string; readonly event: string; readonly to: readonly string[] }
  | { readonly kind: 'built'; readonly audience: string; readonly ms: number }
  | { readonly kind: 'trouble'; readonly sentence: string };

/** A gateway that runs. */
export type RunningGateway = {
  readonly url: string;
  readonly state: StateKeeper;
  /** Sources for which no secret is set; every request to them is refused. */
  readonly sourcesWithoutSecret: readonly string[];
  readonly close: () => Promise<void>;
};

/** Starts everything; nothing stays open when a part cannot start. */
export async function runGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { workspace, now, log } = options;
  const trouble = (sentence: string): void => log({ kind: 'trouble', sentence });
  const state = await keepState(workspace, trouble);
  const inbox = openSqliteInbox(options.inboxFile);
  const projection = createSiteProjection(options.sites, now, (result) => {
    if (result.kind === 'failed') trouble(`the ${result.audience} site could not be built: ${result.reason}`);
    else log({ kind: 'built', audience: result.audience, ms: result.ms });
  });
  const credentials = (source: Source): readonly string[] => source.authentication.secrets.flatMap((variable) => options.secret(variable) ?? []);
  const worker = startWorker({
    inbox,
    workspace,
    organisation: () => state.current().organisation,
    now,
    onApplied: (applied) => {
      report(applied, log);
      void refreshSites();
    },
    onTrouble: trouble,
  });
  const app = createGatewayApp({
    sources: () => state.current().organisation.sources,
    credentials,
    inbox,
    now,
    log,
    limits: DEFAULT_LIMITS,
    onAccepted: worker.wake,
    readiness: () => ({ kind: 'ready' }),
    page: (request) => serveSite(options.servedSites, request),
  });

  async function refreshSites(): Promise<void> {
    try {
      await projection.project(await state.refresh());
    } catch (error) {
      trouble(error instanceof Error ? error.message : 'the site could not be refreshed');
    }
  }

  const stopWork = async (): Promise<void> => {
    await worker.stop();
    await projection.close();
    await inbox.close();
  };
  try {
    await projection.project(state.current());
    const listener = await serveGateway(app, { host: options.host, port: options.port });
    return {
      url: listener.url,
      state,
      sourcesWithoutSecret: [...state.current().organisation.sources.values()].filter((source) => credentials(source).length === 0).map((source) => source.id),
      close: async () => {
        await listener.close();
        await stopWork();
      },
    };
  } catch (error) {
    await stopWork();
    throw error;
  }
}

function report(applied: Applied, log: GatewayOptions['log']): void {
  for (const subject of applied.commits) log({ kind: 'commit', subject });
  for (const { incident, event, destinations } of applied.notifications) {
    log({ kind: 'notify', incident, event, to: destinations.map(nameOf) });
  }
  for (const path of applied.leftAlone) {
    log({ kind: 'trouble', sentence: `${path} has uncommitted edits and was left as it is; the commit holds the newer version` });
  }
}
