// Facts that rules ask for and that no test can set: what to write instead.

/** What to write in a test's signal instead of a field of rules; null for what is no such field. */
export function insteadOf(field: string): string | null {
  return Object.hasOwn(INSTEAD, field) ? (INSTEAD[field] ?? null) : null;
}

const BEFORE = 'cannot be set, earlier signals tell it: send them before it in `steps`';

const INSTEAD: Readonly<Record<string, string>> = {
  type: 'write `label.type`: it is a label of the signal',
  affected_users: 'write `label.affected_users: "100"`: it is a label of the signal',
  first_seen: `\`first_seen\` ${BEFORE}`,
  regression: `\`regression\` ${BEFORE}, or write \`label.substatus: regressed\``,
  deployment: `\`deployment\` ${BEFORE}, with \`kind: deployment\`, an environment and \`label.version\``,
  during: '`during` cannot be set, the clock tells it: choose `at` of the test',
  incident_severity:
    '`incident_severity` is decided: say under `expect` what `severity` it should be',
  vendor: 'the `source` says which tool it is: name one of that vendor',
};
