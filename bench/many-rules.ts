import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SourceFile } from '../scripts/config/document-set.ts';

/** How large an invented organisation is. */
export type Size = { readonly services: number; readonly teams: number; readonly rules: number };

/** The largest that must stay quick. */
export const LARGE: Size = { services: 5000, teams: 300, rules: 20_000 };

/** The files of an organisation with rules of all stages and kinds, none of them at fault. */
export function manyRules(size: Size): readonly SourceFile[] {
  const teams = Array.from({ length: size.teams }, (_, index) => `team-${index}`);
  return [
    { path: 'tocsin.yaml', text: SETTINGS },
    {
      path: 'ownership/functions.yaml',
      text: 'schema: tocsin/functions@1\nfunctions:\n  - id: backend\n    name: Backend\n',
    },
    { path: 'rules/00-global.yaml', text: GLOBAL },
    {
      path: 'rules/sources/watch.yaml',
      text: 'schema: tocsin/source@1\nname: Watch\nvendor: prometheus-alertmanager\nowner: team-0\nauthentication:\n  scheme: bearer\n  secrets: [WATCH]\n',
    },
    ...teams.flatMap((team, index) => [
      {
        path: `ownership/teams/${team}.yaml`,
        text: `schema: tocsin/team@1\nname: Team ${index}\nlead: person-${index}\nmembers:\n  - person-${index}\nchannel: "#${team}"\n`,
      },
      { path: `ownership/products/product-${index}.yaml`, text: product(size, team, index) },
      { path: `rules/${team}.yaml`, text: teamRules(size, index) },
    ]),
  ];
}

/** The same in a folder of its own. */
export function makeManyRules(size: Size): string {
  const root = mkdtempSync(join(tmpdir(), 'tocsin-rules-'));
  writeFiles(root, manyRules(size));
  return root;
}

/** Writes files below a folder. */
export function writeFiles(root: string, files: readonly SourceFile[]): void {
  for (const file of files) {
    const path = join(root, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'text' in file ? file.text : '');
  }
}

/** Ids of the services of a team. */
export function servicesOf(size: Size, team: number): readonly string[] {
  const own = Array.from(
    { length: Math.ceil(size.services / size.teams) },
    (_, index) => index * size.teams + team,
  );
  return own.filter((number) => number < size.services).map((number) => `service-${number}`);
}

const SETTINGS = `schema: tocsin/organisation@1
name: Large
url: https://status.large.example
triage: team-0
environments: [production, staging, development]
`;

const GLOBAL = `schema: tocsin/rules@1
severity:
  - id: deployments
    when:
      kind: deployment
    set: none
  - id: critical
    when:
      severity: critical
    set: sev1
    category: down
  - id: default
    set: sev3
    category: other
gate:
  - id: development
    when:
      environment: development
    action: record
  - id: default
    action: open
group:
  - id: default
    by: [service, environment]
notify:
  - id: minor
    when:
      incident_severity: [sev3, sev4]
    to: [team-channel]
  - id: default
    to: [on-call, team-channel]
`;

function product(size: Size, team: string, index: number): string {
  const services = servicesOf(size, index).map(
    (id) =>
      `  - id: ${id}\n    name: Service ${id}\n    tier: 2\n    teams:\n      backend: ${team}\n    aliases: [${id}-eu, ${id}-us]\n`,
  );
  return `schema: tocsin/product@1\nname: Product ${index}\nfunction: backend\nservices:\n${services.join('')}`;
}

/** Half of them say how bad it is, the others share the gate, the group and whom to call. */
function teamRules(size: Size, team: number): string {
  const count = Math.floor(size.rules / size.teams) + (team < size.rules % size.teams ? 1 : 0);
  const services = servicesOf(size, team);
  const stages: Record<string, string[]> = { severity: [], gate: [], group: [], notify: [] };
  for (let index = 0; index < count; index += 1) {
    const service = services[index % services.length] ?? '';
    const stage = STAGES[index % STAGES.length] ?? 'severity';
    stages[stage]?.push(
      `  - id: rule-${index}\n    when:\n      service: ${service}\n${TESTS[Math.floor(index / STAGES.length) % TESTS.length]?.(index) ?? ''}    ${ANSWERS[stage]?.(index) ?? ''}\n`,
    );
  }
  const sections = Object.entries(stages).map(([stage, rules]) =>
    rules.length === 0 ? '' : `${stage}:\n${rules.join('')}`,
  );
  return `schema: tocsin/rules@1\n${sections.join('')}`;
}

const STAGES = ['severity', 'gate', 'severity', 'notify', 'severity', 'group'];

const TESTS: readonly ((index: number) => string)[] = [
  (index) => `      label.alertname: Check${index}Failed\n`,
  (index) => `      label.alertname:\n        glob: "Latency${index}*"\n`,
  (index) =>
    `      host:\n        glob: "*-rack-${index}-*"\n      environment: [production, staging]\n`,
  (index) => `      label.region: region-${index}\n      count:\n        gte: 5\n`,
  (index) =>
    index % 20 === 0
      ? `      title:\n        regex: "Disk ${index} [a-z]+ full"\n`
      : `      title:\n        glob: "Disk ${index} * full"\n`,
];

const ANSWERS: Readonly<Record<string, (index: number) => string>> = {
  severity: (index) => `set: sev${(index % 4) + 1}`,
  gate: () => 'action: record',
  group: () => 'by: [service, environment, source]',
  notify: (index) => `to: [on-call, {channel: "#room-${index}"}]`,
};
