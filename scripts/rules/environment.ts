import type { Settings } from '../model/organisation.ts';

/** The declared environment that a word means: itself, in any case, or the only one it abbreviates; else null. */
export function findEnvironment(settings: Settings, word: string): string | null {
  const lower = word.trim().toLowerCase();
  if (settings.environments.includes(lower)) return lower;
  if (lower.length < 3) return null;
  const abbreviated = settings.environments.filter((environment) => environment.startsWith(lower));
  return abbreviated.length === 1 ? (abbreviated[0] ?? null) : null;
}
