import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { finding } from '../finding.ts';

/** Files without which nothing else makes sense. A file that exists but is wrong is reported for what is wrong with it. */
export function checkRequiredFiles(paths: ReadonlySet<string>): readonly Diagnostic[] {
  return REQUIRED.filter((file) => !paths.has(file.path)).map((file) =>
    finding(
      'file-missing',
      { file: file.path, line: 1, column: 1, length: 1 },
      `unexpected absence of \`${file.path}\`, expected ${file.holds}`,
      `create it with \`schema: ${file.schema}\``,
    ),
  );
}

const REQUIRED = [
  { path: 'tocsin.yaml', holds: "the organisation's settings", schema: 'tocsin/organisation@1' },
  {
    path: 'ownership/functions.yaml',
    holds: 'the list of functions',
    schema: 'tocsin/functions@1',
  },
  {
    path: 'rules/00-global.yaml',
    holds: 'the default rule of each stage',
    schema: 'tocsin/rules@1',
  },
] as const;
