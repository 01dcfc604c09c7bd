// With `writer: actions` nothing runs between two signals: what counts or waits is refused.
import type { Located } from '../../config/document-set.ts';
import type { RulesDocument } from '../../config/rule-documents.ts';
import type { Path } from '../../config/syntax.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { finding } from '../finding.ts';

/** Finds in a file what only a running gateway can do. */
export function checkWriter(file: Located<RulesDocument>): readonly Diagnostic[] {
  const { gate = [], cascade = [], group = [], notify = [] } = file.document;
  const used: readonly (Path | null)[] = [
    ...gate.flatMap((rule, index) => [
      rule.threshold === undefined ? null : ['gate', index, 'threshold'],
      rule.flap === undefined ? null : ['gate', index, 'flap'],
    ]),
    ...cascade.map(({ settle }, index) =>
      settle === undefined ? null : ['cascade', index, 'settle'],
    ),
    ...group.map(({ hold }, index) => (hold === undefined ? null : ['group', index, 'hold'])),
    ...notify.flatMap(({ escalate, limit }, index) => [
      escalate === undefined ? null : ['notify', index, 'escalate'],
      limit === undefined ? null : ['notify', index, 'limit'],
    ]),
  ];
  return used.flatMap((path) =>
    path === null
      ? []
      : [
          finding(
            'writer-cannot-count',
            file.locateKey(path),
            `unexpected \`${path.at(-1) ?? ''}\` with \`writer: actions\`, expected rules that neither count nor wait`,
            'run a gateway (`writer: gateway` in tocsin.yaml), or remove it',
          ),
        ],
  );
}
