// Whether the organisation and its repository on GitHub agree about who may read it. Until they do, nothing is written
// there; what GitHub says meanwhile is kept.
import type { Github } from '../github/github.ts';
import type { Settings } from '../model/organisation.ts';
import { checkRepository } from '../projection/repository.ts';

/** Tells whether rooms may be written now; null, or after which time to ask again. */
export type Agreement = (settings: Settings, nowMs: number) => Promise<number | null>;

/** Nothing is agreed before it was looked up. */
export function createAgreement(
  github: Github,
  { name, everyMs }: { readonly name: string; readonly everyMs: number },
  onTrouble: (sentence: string) => void,
): Agreement {
  let agreed: { readonly as: Settings['repository']; readonly untilMs: number } | null = null;
  let nextMs = 0;
  let said: string | null = null;
  return async (settings, nowMs) => {
    if (agreed?.as === settings.repository && nowMs < agreed.untilMs) return null;
    if (agreed?.as !== settings.repository) agreed = null;
    else if (nowMs < nextMs) return null;
    if (agreed === null && nowMs < nextMs) return nextMs - nowMs;
    const checked = await checkRepository(github, settings);
    const objection = checked.kind === 'done' ? checked.value : checked.sentence;
    if (objection === null) {
      agreed = { as: settings.repository, untilMs: nowMs + everyMs };
      said = null;
      return null;
    }
    // A repository that does not answer has not become another one.
    if (checked.kind !== 'later') agreed = null;
    const waitMs = checked.kind === 'later' ? Math.max(1000, checked.afterMs) : ASK_AGAIN_MS;
    nextMs = nowMs + waitMs;
    if (said !== objection)
      onTrouble(`${name}: ${objection}; signals are accepted and committed all the same`);
    said = objection;
    return agreed === null ? waitMs : null;
  };
}

const ASK_AGAIN_MS = 30_000;
