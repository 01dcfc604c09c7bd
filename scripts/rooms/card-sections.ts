// The parts of the card below its table.
import { incidentPath } from '../model/history-path.ts';
import type { CommandName } from '../slash-commands/catalogue.ts';
import { commandsIn } from '../slash-commands/planned-work.ts';
import { promiseSentence } from '../slash-commands/commands/promise.ts';
import { type Incident, isActive } from '../model/incident.ts';
import type { Quadrant } from '../model/stakeholders.ts';
import type { CardInput } from './input.ts';
import { utc } from './card-table.ts';
import { code, prose } from '../text/safe-prose.ts';
import { fenced } from './safe-text.ts';
import { similarTo } from '../correlation/similar.ts';
import { withoutHiddenCauses, withoutHiddenNames } from '../incidents/shown-names.ts';

/** The public updates that wait for the manager, exactly as the public would read them, or that waited in vain. */
export function renderDraft({ record, now }: CardInput): readonly string[] {
  const { drafts, incident } = record;
  if (drafts === null) return [];
  if (incident.state === 'duplicate' || incident.state === 'declined')
    return [
      `### Not published\n\n${fenced(drafts, 2000)}\n\nIt waited for the manager when this became \`${incident.state}\`.`,
    ];
  const promises = incident.drafts.flatMap(({ key, next }) => {
    if (next === null) return [];
    const which = incident.drafts.length === 1 ? '' : `${code(key)}: `;
    return [`\n- ${which}${promiseSentence(next, now)}`];
  });
  return [
    `### Waits for the manager\n\n${fenced(drafts, 2000)}\n${promises.join('')}${promises.length === 0 ? '' : '\n'}\n\`/approve\` publishes it, \`/approve none\` takes it away.`,
  ];
}

/** First steps, and what the incident manager sees to; people's ticks are kept. */
export function renderChecklists({ organisation, record }: CardInput): readonly string[] {
  const { incident } = record;
  if (incident.kind === 'maintenance' || !isActive(incident)) return [];
  const { runbook, checklist } = organisation.levels[incident.severity];
  return [...tasks('First steps', runbook), ...tasks('Incident manager', checklist)];
}

function tasks(title: string, steps: readonly string[]): readonly string[] {
  if (steps.length === 0) return [];
  return [`### ${title}\n\n${steps.map((step) => `- [ ] ${prose(step, 300)}`).join('\n')}`];
}

/** The newest entries of the timeline, newest last. */
export function renderLatest(input: CardInput, most: number): readonly string[] {
  const { record, fileUrl } = input;
  const { timeline, incident } = record;
  const told = (text: string): string => withoutHiddenNames(text, { ...input, incident });
  if (timeline.length === 0) return [];
  const shown = timeline.slice(-most);
  const cut =
    timeline.length > shown.length
      ? `\n\nThe last ${shown.length} of ${timeline.length}; [all of them](${fileUrl(record.path)}).`
      : '';
  const lines = shown.map(({ at, text }) => `- ${utc(at)}: ${prose(told(text), 300)}`);
  return [`### Timeline\n\n${lines.join('\n')}${cut}`];
}

/** Deployments that may be behind it, with their commits. */
export function renderSuspects(input: CardInput, most: number): readonly string[] {
  const { suspects } = input.record;
  return suspects === null
    ? []
    : [folded('Suspects: deployments and commits', suspects, input, most)];
}

/** Earlier incidents like it. Their files are linked: naming their rooms would leave a trace in each. */
export function renderSimilar({ record, incidents, fileUrl }: CardInput): readonly string[] {
  if (record.incident.kind === 'maintenance') return [];
  const lines = similarTo(record.incident, incidents).map(({ incident, reasons }) => {
    const address = fileUrl(incidentPath(incident.id));
    return `- [${code(incident.id)}](${address}), ${incident.state}: ${reasons.join(', ')}`;
  });
  return lines.length === 0 ? [] : [`### Similar before\n\n${lines.join('\n')}`];
}

/** Who was called, by rules and by people, and who else hears of it. */
export function renderAudience(input: CardInput): readonly string[] {
  const { organisation, record } = input;
  const { incident } = record;
  if (incident.kind === 'maintenance') return [];
  const { called, severity } = incident;
  const products = productsOf(input);
  const groups = organisation.stakeholders.filter(
    (group) =>
      HEARS[group.quadrant].includes(severity) &&
      (group.products.length === 0 || group.products.some((product) => products.has(product))),
  );
  const lines = [
    called.length === 0 ? '- Nobody was called so far' : `- Called so far: ${shownCalled(called)}`,
    ...groups.map(
      ({ id, audience, quadrant }) =>
        `- ${code(id)} (${quadrant.replaceAll('_', ' ')}): ${audience === 'internal' ? 'may be invited here' : 'by public updates only'}`,
    ),
  ];
  return [`<details><summary>Who hears of it</summary>\n\n${lines.join('\n')}\n\n</details>`];
}

function shownCalled(called: readonly string[]): string {
  const more = called.length - MOST_CALLED;
  const names = called.slice(0, MOST_CALLED).map(code).join(', ');
  return `${names}${more > 0 ? ` and ${more} more` : ''}`;
}

const MOST_CALLED = 20;

/** Which severities a quadrant hears of while they last; what is missing here reads reports. */
const HEARS: Readonly<Record<Quadrant, readonly string[]>> = {
  manage_closely: ['sev1', 'sev2'],
  keep_satisfied: ['sev1', 'sev2'],
  keep_informed: ['sev1', 'sev2', 'sev3'],
  monitor: [],
};

function productsOf({ organisation, record }: CardInput): ReadonlySet<string> {
  const { owner, services } = record.incident;
  const named = services.flatMap((id) => organisation.services.get(id)?.product ?? []);
  return new Set([...named, ...(owner.product === null ? [] : [owner.product])]);
}

/** The commands that help now, as they are written. */
export function renderCommands(
  names: readonly CommandName[],
  incident: Pick<Incident, 'kind'>,
): string {
  const known = commandsIn(incident);
  const lines = names.flatMap((name) => {
    const command = known.find((each) => each.name === name);
    if (command === undefined) return [];
    const usage = command.usage === '' ? '' : ` ${command.usage}`;
    return [`- ${code(`/${name}${usage}`)} ${command.summary}`];
  });
  return `<details><summary>Commands: write one at the beginning of a line in a comment</summary>\n\n${[...lines, '- `/help` lists all of them'].join('\n')}\n\n</details>`;
}

/** Why it was opened, and why it called whom. */
export function renderDecision(input: CardInput, most: number): readonly string[] {
  const { decision } = input.record;
  return decision === null
    ? []
    : [
        folded(
          'Why it was opened and who was called',
          withoutHiddenCauses(decision, { ...input, incident: input.record.incident }),
          input,
          most,
        ),
      ];
}

function folded(title: string, text: string, input: CardInput, most: number): string {
  const whole = `[the whole text](${input.fileUrl(input.record.path)})`;
  const content =
    most === 0
      ? `Left out to keep this short: ${whole}.`
      : `${fenced(text, most)}${text.length > most ? `\n\nCut: ${whole}.` : ''}`;
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}
