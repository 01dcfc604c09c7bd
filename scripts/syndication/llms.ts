// What programs that read text are told: what this page is, what it says now, and where the data stands.
import { byState } from '../publication/by-state.ts';
import { verdict } from '../publication/verdict.ts';
import type { IncidentView, PublicView } from '../publication/view.ts';
import { textOf } from '../speech/phrase.ts';
import { speechOf } from '../speech/speech.ts';
import { postAddress, publicAddress } from '../publication/addresses.ts';
import type { OutputFile } from './output.ts';
import { withoutControls } from './xml.ts';

/** `llms.txt`, in English whatever the page speaks; what people wrote is as they wrote it. */
export function llmsFile(view: PublicView): OutputFile {
  return { path: 'llms.txt', text: () => render(view) };
}

function render(view: PublicView): string {
  const { page, state, builtAt, active, maintenance, groups } = view;
  const english = speechOf('en');
  const link = (title: string, path: string, what: string): string =>
    `- [${title}](${publicAddress(page.url, path)}): ${what}`;
  const open = [...active, ...maintenance.running, ...maintenance.upcoming];
  return `${[
    `# ${line(page.name)}`,
    '',
    `> ${line(textOf(verdict(view, english).phrase))} (${english.status(state.status)}, as of ${builtAt}).`,
    '',
    'This page is static and says how things were when it was built. All times are UTC. Maintenance carries its times, so that what runs now can be worked out.',
    '',
    '## Now',
    '',
    ...(open.length === 0
      ? ['Nothing is open or planned.']
      : open.map(
          (each) =>
            `- [${line(each.title)}](${postAddress(page.url, each.id)}): ${each.status}, ${whenAndWhere(each)}`,
        )),
    '',
    '## Components',
    '',
    ...groups.flatMap((group) =>
      group.components.map(
        (component) =>
          `- ${line(component.name)} (${line(group.name)}): ${english.status(component.status)}`,
      ),
    ),
    '',
    '## Data',
    '',
    link(
      'Summary',
      'api/v1/summary.json',
      'state, components with uptime, open incidents, maintenance',
    ),
    link('Months', 'api/v1/months.json', 'index of the whole history'),
    link('Statuspage summary', 'api/v2/summary.json', 'the same as Statuspage clients read it'),
    link('Atom', 'history.atom', 'the newest 50 incidents and maintenances'),
    link('Calendar', 'calendar.ics', 'planned maintenance'),
  ].join('\n')}\n`;
}

/** Since when, or from when to when, and what it is about; of an incident also how that is. */
function whenAndWhere({ kind, window, startedAt, components }: IncidentView): string {
  const when = window === null ? `since ${startedAt}` : `${window.from} to ${window.until}`;
  const names = byState(components).map(
    ({ status, components: same }) =>
      `${kind === 'incident' ? `${speechOf('en').status(status)}: ` : ''}${same.map(({ name }) => line(name)).join(', ')}`,
  );
  return [when, ...names].join('; ');
}

/** One line that Markdown shows as it is. */
function line(text: string): string {
  return withoutControls(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]<>#&]/g, '\\$&');
}
