// A desk whose process dies at one of its effects: at a write to GitHub, a push, or a note in the shared ledger.
import type { Github } from '../../github/github.ts';
import type { ShowWorld } from '../../projection/show.ts';
import type { Desk } from '../desk.ts';

/** The process is gone. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/**
 * What becomes of a process that is about to do the last of these effects: whether it dies, and does not do it. It may
 * prepare what the effect runs into.
 */
export type Fate = (effects: readonly string[]) => boolean;

/** A mortal desk, and what it did. */
export type Mortal = { readonly desk: Desk; readonly effects: () => readonly string[] };

/** Watches the effects of a desk. */
export function mortal(desk: Desk, dies: Fate): Mortal {
  const effects: string[] = [];
  let isDead = false;
  const step = async <Value>(name: string, run: () => Promise<Value>): Promise<Value> => {
    if (!isDead) {
      effects.push(name);
      isDead = dies(effects);
    }
    if (isDead) throw new Crash(name);
    return await run();
  };
  const { branches, workspace, budget, github } = desk;
  return {
    effects: () => effects,
    desk: {
      ...desk,
      github: watchGithub(github, step),
      workspace: watch('git', workspace, step, PUSHES),
      branches: branches === null ? null : watch('git', branches, step, PUSHES),
      budget: watch('ledger', budget, step, NOTES),
    },
  };
}

const PUSHES = /^(commit|write)$/;
const NOTES = /^(begin|end|takeRoom)$/;
const WRITES = /^(?!list|read|levelOf|find)/;

type Step = <Value>(name: string, run: () => Promise<Value>) => Promise<Value>;

function watchGithub(github: Github, step: Step): ShowWorld['github'] {
  return {
    ...github,
    issues: watch('issues', github.issues, step, WRITES),
    comments: watch('comments', github.comments, step, WRITES),
    labels: watch('labels', github.labels, step, WRITES),
    pullRequests: watch('pulls', github.pullRequests, step, WRITES),
  };
}

function watch<Surface extends object>(
  family: string,
  surface: Surface,
  step: Step,
  names: RegExp,
): Surface {
  return new Proxy(surface, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || !names.test(String(name))) return member;
      return async (...args: readonly unknown[]): Promise<unknown> =>
        await step(`${family}.${String(name)}`, async () => Reflect.apply(member, target, args));
    },
  });
}
