// Suspects as an incident's file names them: one in the front matter, all of them in a fence for people.
import { SUSPICION_LIMIT } from '../correlation/suspects.ts';
import type { Suspect } from '../model/deployment.ts';
import type { FrontMatterValue } from '../model/effect.ts';

/** The likeliest suspect for the front matter, if it is likely enough. */
export function suspectedChange(suspects: readonly Suspect[]): FrontMatterValue | undefined {
  const [first] = suspects;
  if (first === undefined || first.score < SUSPICION_LIMIT) return undefined;
  const { service, version } = first.deployment;
  return {
    kind: 'code',
    deploy: `${plain(service)}@${plain(version)}`,
    verdict: 'suspected',
  };
}

/** All suspects for people, likeliest first; null for none. It holds text from outside and belongs into a fence. */
export function describeSuspects(suspects: readonly Suspect[]): string | null {
  if (suspects.length === 0) return null;
  const shown = suspects.slice(0, MOST).map(describe);
  const more = suspects.length > MOST ? [`and ${suspects.length - MOST} more`] : [];
  return [...shown, ...more].join('\n\n');
}

const MOST = 5;

function describe({ deployment, score, surge, reasons }: Suspect): string {
  const { service, version, environment, outcome, at, commit, link, messages } = deployment;
  const isVersion = commit === null || commit.startsWith(version);
  return [
    `${score.toFixed(2)} ${service}@${version} in ${environment ?? 'an unknown environment'}, ${outcome} ${at.slice(0, 16)}Z`,
    `  surge: ${surge === null ? 'no signals before it to compare with' : `${surge} × the signals before it`}`,
    `  because: ${reasons.join('; ')}`,
    ...(isVersion ? [] : [`  commit: ${commit}`]),
    ...messages.slice(0, MOST).map((message) => `  message: ${message}`),
    ...(link === null ? [] : [`  link: ${link}`]),
  ].join('\n');
}

/** Front matter is structure: only what names and versions are made of gets in. */
function plain(word: string): string {
  return word.replaceAll(/[^A-Za-z0-9._/+-]/g, '-').slice(0, 80);
}
