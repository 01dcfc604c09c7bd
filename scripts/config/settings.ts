// What `tocsin.yaml` sets, with every default filled in.
import type { Settings } from '../model/organisation.ts';
import { DEFAULT_PAGE, type PageSettings } from '../model/page.ts';
import type { PublishSettings } from '../model/publish.ts';
import { DEFAULT_UPTIME } from '../model/uptime.ts';
import type { Located } from './document-set.ts';
import type { OrganisationDocument } from './documents.ts';
import { durationMs } from './duration.ts';

/** The settings of an organisation. */
export function toSettings({ document, locate }: Located<OrganisationDocument>): Settings {
  return {
    name: document.name,
    url: document.url,
    support: document.support ?? null,
    zone: document.zone ?? 'UTC',
    writer: document.writer ?? 'local',
    repository: document.repository ?? 'private',
    triage: document.triage,
    triagePlace: locate(['triage']),
    minConfidence: document.min_confidence ?? 0.5,
    environments: document.environments,
    defaultEnvironment: document.environments[0] ?? 'production',
    quietPeriodMs: durationMs(document.quiet_period ?? '30m'),
    suspectWindowMs: durationMs(document.suspect_window ?? '2h'),
    explainsForMs: durationMs(document.explains_for ?? '1d'),
    keepRequestsMs: durationMs(document.keep_requests ?? '30d'),
    closeAfterMs: durationMs(document.close_after ?? '7d'),
    uptime: {
      weights: { ...DEFAULT_UPTIME.weights, ...document.uptime?.weights },
      maintenance: document.uptime?.maintenance ?? DEFAULT_UPTIME.maintenance,
    },
    page: toPage(document.page ?? {}),
    publish: toPublish(document.publish ?? {}),
  };
}

function toPublish({
  folder,
  s3,
  sftp,
}: NonNullable<OrganisationDocument['publish']>): PublishSettings {
  return {
    folder: folder === undefined ? null : { keep: 3, ...folder },
    s3:
      s3 === undefined
        ? null
        : {
            bucket: s3.bucket,
            region: s3.region,
            endpoint: (s3.endpoint ?? `https://s3.${s3.region}.amazonaws.com`).replace(/\/+$/, ''),
            prefix: s3.prefix === undefined ? '' : `${s3.prefix.replace(/^\/+|\/+$/g, '')}/`,
          },
    sftp: sftp === undefined ? null : { port: 22, user: null, ...sftp },
  };
}

function toPage(page: NonNullable<OrganisationDocument['page']>): PageSettings {
  return {
    languages: page.languages ?? DEFAULT_PAGE.languages,
    staleAfterMs: durationOr(page.stale_after, DEFAULT_PAGE.staleAfterMs),
    silentAfterMs: durationOr(page.silent_after, DEFAULT_PAGE.silentAfterMs),
    brand: {
      name: page.name ?? null,
      logo: page.logo?.trim() ?? null,
      logoDark: page.logo_dark?.trim() ?? null,
      colours: { ...DEFAULT_PAGE.brand.colours, ...page.colours },
      links: page.links ?? [],
      css: page.css ?? null,
    },
  };
}

function durationOr(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : durationMs(text);
}
