// What each severity asks of people: as ownership/levels.yaml says, and where that is silent as everywhere.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../model/instant.ts';
import type { Level, Levels } from '../model/level.ts';
import { INCIDENT_CATEGORIES } from '../model/rule.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import type { LevelEntry, LevelsDocument } from './documents.ts';
import { durationMs } from './duration.ts';

/** The levels of an organisation. */
export function toLevels({ levels }: LevelsDocument): Levels {
  const level = (severity: IncidentSeverity): Level =>
    withEntry(DEFAULT_LEVELS[severity], levels[severity] ?? {});
  return { sev1: level('sev1'), sev2: level('sev2'), sev3: level('sev3'), sev4: level('sev4') };
}

function withEntry(level: Level, entry: LevelEntry): Level {
  const { acknowledge, resolve, update, postmortem = {} } = entry;
  return {
    acknowledgeMs: msOf(acknowledge, level.acknowledgeMs),
    resolveMs: msOf(resolve, level.resolveMs),
    updateMs:
      update === undefined ? level.updateMs : update === 'never' ? null : durationMs(update),
    postmortem: {
      categories: postmortem.categories ?? level.postmortem.categories,
      from: postmortem.from ?? level.postmortem.from,
      dueMs: msOf(postmortem.due, level.postmortem.dueMs),
    },
    runbook: entry.runbook ?? level.runbook,
    checklist: entry.checklist ?? level.checklist,
  };
}

function msOf(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : durationMs(text);
}

/** Levels to begin with: post-mortems for what customers feel, updates as often as large incidents need them. */
export const DEFAULT_LEVELS: Levels = {
  sev1: {
    acknowledgeMs: 5 * MINUTE_MS,
    resolveMs: 4 * HOUR_MS,
    updateMs: 20 * MINUTE_MS,
    postmortem: { categories: INCIDENT_CATEGORIES, from: 'declared', dueMs: 5 * DAY_MS },
    runbook: [
      'Take it with `/ack`, and name a manager and a lead with `/role`',
      'Stop the suffering first: roll back, switch off, fail over',
      'Write down what you see and do with `/note`; times matter more than words',
    ],
    checklist: [
      'Verify with the lead what fails, for whom and since when',
      'First public update within 5 minutes with `/update`, even if it only says that you look at it',
      'Tell the next time of an update, and keep it',
      'Hand over before you are tired, with `/role manager @login`',
      'When it is resolved: thank people, and see that the post-mortem has an owner',
    ],
  },
  sev2: {
    acknowledgeMs: 15 * MINUTE_MS,
    resolveMs: 8 * HOUR_MS,
    updateMs: 30 * MINUTE_MS,
    postmortem: {
      categories: ['down', 'errors', 'latency', 'security', 'data'],
      from: 'resolved',
      dueMs: 7 * DAY_MS,
    },
    runbook: [
      'Take it with `/ack`, and name a manager with `/role`',
      'Stop the suffering first: roll back, switch off, fail over',
      'Write down what you see and do with `/note`',
    ],
    checklist: [
      'Verify with the lead what fails, for whom and since when',
      'Public update within 15 minutes with `/update`',
      'Tell the next time of an update, and keep it',
      'When it is resolved: see that the post-mortem has an owner',
    ],
  },
  sev3: {
    acknowledgeMs: 4 * HOUR_MS,
    resolveMs: 3 * DAY_MS,
    updateMs: null,
    postmortem: {
      categories: ['down', 'errors', 'latency'],
      from: 'resolved',
      dueMs: 14 * DAY_MS,
    },
    runbook: ['Take it with `/ack`, or hand it over with `/delegate @login`'],
    checklist: [],
  },
  sev4: {
    acknowledgeMs: 2 * DAY_MS,
    resolveMs: 14 * DAY_MS,
    updateMs: null,
    postmortem: { categories: [], from: 'resolved', dueMs: 14 * DAY_MS },
    runbook: ['Take it with `/ack`, or say with `/decline` why it is none'],
    checklist: [],
  },
};
