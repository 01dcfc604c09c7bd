// The gateway as a function from request to response: webhooks in, health and metrics out.
import { Hono } from 'hono';
import { toMs } from '../model/instant.ts';
import { createGithubHook } from './github-hook.ts';
import { createHookHandler } from './hook.ts';
import type { HookDependencies } from './hook.ts';
import { failedLine, UNKNOWN_SOURCE } from './log-line.ts';
import { createMetrics } from './metrics.ts';
import { checkReadiness } from './readiness.ts';
import type { Readiness } from './readiness.ts';
import { JSON_HEADERS, readOnlyResponse, refusalResponse } from './refusal.ts';

/** Everything that the gateway needs from outside. */
export type GatewayDependencies = Omit<HookDependencies, 'reportFailure'> & {
  /** Whether everything but the inbox is ready. */
  readonly readiness: () => Readiness;
  /** Answers requests for pages of the site; null where no site is served. */
  readonly page: ((request: Request) => Promise<Response>) | null;
  /** Whose webhooks of GitHub are taken; null where none are. */
  readonly github: { readonly name: string; readonly secrets: readonly string[] } | null;
  /** Called after GitHub said something new. */
  readonly onHeard: () => void;
};

/** Creates the gateway. It keeps counters only: whatever must survive is in the inbox. */
export function createGatewayApp(dependencies: GatewayDependencies): Hono {
  const { inbox } = dependencies;
  const metrics = createMetrics();
  const reportFailure = createFailureReport(dependencies);
  const answerHook = createHookHandler({ ...dependencies, reportFailure }, metrics);
  const app = new Hono();
  app.all('/hooks/:source', ({ req }) => answerHook(req.raw, req.param('source')));
  app.all('/hooks/:source/:token', ({ req }) => answerHook(req.raw, req.param('source')));
  if (dependencies.github !== null) {
    const answerGithub = createGithubHook({
      ...dependencies,
      repository: dependencies.github.name,
      secrets: dependencies.github.secrets,
      countRefusal: metrics.countAnswer,
      onAccepted: dependencies.onHeard,
    });
    app.all('/github', ({ req }) => answerGithub(req.raw));
  }
  app.get('/healthz', () => json({ status: 'alive' }, 200));
  app.get('/readyz', async () => {
    const readiness = await checkReadiness(inbox, dependencies.readiness);
    if (readiness.kind === 'ready') return json({ status: 'ready' }, 200);
    return json({ status: 'not ready', reason: readiness.reason }, 503);
  });
  app.get('/metrics', async () => {
    const accounting = await inbox.accounting().catch(() => null);
    const heard = dependencies.github && (await inbox.github.sum().catch(() => null));
    return new Response(metrics.render(accounting, heard), { headers: METRICS_HEADERS });
  });
  for (const path of ['/healthz', '/readyz', '/metrics']) app.all(path, () => readOnlyResponse());
  app.notFound(async ({ req }) => {
    const { page } = dependencies;
    if (page === null || req.path.startsWith('/hooks')) return await answerHook(req.raw, null);
    if (req.method === 'GET' || req.method === 'HEAD') return await page(req.raw);
    return (await isPage(page, req.url)) ? readOnlyResponse() : await answerHook(req.raw, null);
  });
  app.onError((error) => {
    reportFailure(error, UNKNOWN_SOURCE);
    return refusalResponse('internal');
  });
  return app;
}

/** Whether an address leads to a page, or to the address of one. */
async function isPage(
  page: NonNullable<GatewayDependencies['page']>,
  url: string,
): Promise<boolean> {
  const { status } = await page(new Request(url, { method: 'HEAD' }));
  return status < 400;
}

/** Logs unexpected errors under ids that no other start of the process gives. */
function createFailureReport({ log, now }: GatewayDependencies): HookDependencies['reportFailure'] {
  const started = toMs(now()).toString(36);
  let failures = 0;
  return (error, source) => {
    failures += 1;
    log(failedLine(error, source, `${started}-${failures}`));
  };
}

function json(value: unknown, status: 200 | 503): Response {
  return new Response(JSON.stringify(value), { status, headers: JSON_HEADERS });
}

const METRICS_HEADERS = {
  'content-type': 'text/plain; version=0.0.4; charset=utf-8',
  'cache-control': 'no-store',
} as const;
