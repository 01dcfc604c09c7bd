// What programs that read text are told: what this page is, what it says now, and where the data stands.
import type { PublicView } from '../publication/view.ts';
import { postAddress, publicAddress } from './addresses.ts';
import type { OutputFile } from './output.ts';
import { STATUS_WORDS } from './words.ts';
import { withoutControls } from './xml.ts';

/** `llms.txt`. */
export function llmsFile(view: PublicView): OutputFile {
  return { path: 'llms.txt', text: () => render(view) };
}

function render({ page, state, builtAt, active, maintenance, groups }: PublicView): string {
  const link = (title: string, path: string, what: string): string =>
    `- [${title}](${publicAddress(page.url, path)}): ${what}`;
  const open = [...active, ...maintenance.running, ...maintenance.upcoming];
  return `${[
    `# ${line(page.name)}`,
    '',
    `> ${line(state.sentence)} (${STATUS_WORDS[state.status]}, as of ${builtAt}).`,
    '',
    'This page is static and says how things were when it was built. All times are UTC. Maintenance carries its times, so that what runs now can be worked out.',
    '',
    '## Now',
    '',
    ...(open.length === 0
      ? ['Nothing is open or planned.']
      : open.map(
          (each) => `- [${line(each.title)}](${postAddress(page.url, each.id)}): ${each.status}`,
        )),
    '',
    '## Components',
    '',
    ...groups.flatMap((group) =>
      group.components.map(
        (component) =>
          `- ${line(component.name)} (${line(group.name)}): ${STATUS_WORDS[component.status]}`,
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

/** One line that Markdown shows as it is. */
function line(text: string): string {
  return withoutControls(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]<>#]/g, '\\$&');
}
