// Levels get stricter with the severity, and name only commands that exist.
import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { LevelsDocument } from '../../config/documents.ts';
import { toLevels } from '../../config/levels.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { suggest } from '../../diagnostics/suggestion.ts';
import type { Level } from '../../model/level.ts';
import { INCIDENT_SEVERITIES, type IncidentSeverity } from '../../model/severity.ts';
import { COMMANDS } from '../../slash-commands/catalogue.ts';
import { finding } from '../finding.ts';

/** Checks what ownership/levels.yaml asks of people. */
export function checkLevels(documents: DocumentSet): readonly Diagnostic[] {
  return documents.levels.flatMap((file) => [
    ...CLOCKS.flatMap((clock) => checkOrder(file, clock)),
    ...INCIDENT_SEVERITIES.flatMap((severity) => [
      ...checkClocks(file, severity),
      ...checkCommands(file, severity),
    ]),
  ]);
}

type File = Located<LevelsDocument>;

const CLOCKS = ['acknowledge', 'resolve'] as const;

type Clock = (typeof CLOCKS)[number];

function msOf(level: Level, clock: Clock): number {
  return clock === 'acknowledge' ? level.acknowledgeMs : level.resolveMs;
}

/** A worse incident never has more time than a lesser one; the one that the file states is to blame. */
function checkOrder(file: File, clock: Clock): readonly Diagnostic[] {
  const levels = toLevels(file.document);
  return INCIDENT_SEVERITIES.flatMap((severity, index) => {
    const next = INCIDENT_SEVERITIES[index + 1];
    if (next === undefined || msOf(levels[severity], clock) <= msOf(levels[next], clock)) return [];
    const stated = file.document.levels[severity]?.[clock] === undefined ? next : severity;
    return [
      finding(
        'level-order',
        file.locate(['levels', stated, clock]),
        `unexpected more time to ${clock} a ${severity} than a ${next}, expected less time for what is worse`,
        `shorten \`${clock}\` of ${severity}, or lengthen that of ${next}`,
      ),
    ];
  });
}

function checkClocks(file: File, severity: IncidentSeverity): readonly Diagnostic[] {
  const { acknowledgeMs, resolveMs } = toLevels(file.document)[severity];
  if (acknowledgeMs <= resolveMs) return [];
  const clock = file.document.levels[severity]?.resolve === undefined ? 'acknowledge' : 'resolve';
  return [
    finding(
      'level-order',
      file.locate(['levels', severity, clock]),
      `unexpected more time to acknowledge a ${severity} than to resolve it, expected it to be taken first`,
      'shorten `acknowledge`, or lengthen `resolve`',
    ),
  ];
}

function checkCommands(file: File, severity: IncidentSeverity): readonly Diagnostic[] {
  const level = file.document.levels[severity] ?? {};
  const names = COMMANDS.map(({ name }) => name);
  const known: ReadonlySet<string> = new Set(names);
  return LISTS.flatMap((list) =>
    (level[list] ?? []).flatMap((step, index) =>
      commandsIn(step)
        .filter((name) => !known.has(name))
        .map((name) =>
          finding(
            'level-command',
            file.locate(['levels', severity, list, index]),
            `unexpected command \`/${name}\`, expected one that the room understands`,
            suggest(name, names) ?? 'write it without the slash if it is no command',
          ),
        ),
    ),
  );
}

const LISTS = ['runbook', 'checklist'] as const;

/** Commands stand in code spans, so that paths and dates are none. */
function commandsIn(step: string): readonly string[] {
  return [...step.matchAll(/`\/([a-z][a-z-]*)(?=[` ])/g)].map((found) => found[1] ?? '');
}
