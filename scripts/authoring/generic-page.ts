// The page about vendors of an organisation's own: its example is a real source file and a delivery that it reads.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { genericTraits } from '../signals/generic/generic.ts';
import { renderOutcome } from '../signals/normalise.ts';
import { normaliseFor } from '../signals/source-adapter.ts';

/** The text of docs/vendors/generic.md. */
export function renderGenericPage(): string {
  const source = read('source.yaml');
  const body = read('delivery.json');
  const { mapping } = parse(source);
  const outcome = normaliseFor({ vendor: 'generic', mapping }, { headers: {}, body });
  const schemes = genericTraits.authentication.map((scheme) => `\`${scheme}\``).join(', ');
  return [
    '# A tool of your own',
    '<!-- Made by `npm run docs` from scripts/authoring/generic-page.ts and its example: edit those. -->',
    'A tool that Tocsin does not know is connected without a fork: by a mapping in its source file, or by a module of TypeScript.',
    `## Mapping\n\n\`rules/sources/ovens.yaml\`; proofs of origin: ${schemes}.`,
    `\`\`\`yaml\n${source.trimEnd()}\n\`\`\``,
    'This body',
    `\`\`\`json\n${body.trimEnd()}\n\`\`\``,
    'becomes',
    `\`\`\`json\n${JSON.stringify(renderOutcome(outcome), null, 2)}\n\`\`\``,
    RULES,
    MODULE,
  ]
    .join('\n\n')
    .concat('\n');
}

function read(name: string): string {
  return readFileSync(new URL(`../signals/generic/fixtures/${name}`, import.meta.url), 'utf8');
}

const RULES = `Try it with \`tocsin normalise --source ovens body.json\`; \`tocsin validate\` checks the file and every pointer in it.

- **A pointer** is a JSON Pointer such as \`/check/name\`. With \`list\` it starts at the entry; \`^/site\` starts at the whole delivery. The fields of a form are read like members of an object.
- **A text** is a pointer, a template such as \`"{/service}: {/summary}"\` (\`{{\` and \`}}\` stand for braces), or \`{ at: /stage, words: { prd: production } }\`; other words stay as they are. Parts that are missing are left out.
- **\`identity\`** is the same for the trigger and its end, and needs all its parts: an entry without one is rejected, or noted where others of its list can be used.
- **\`when\`** names what happened: trigger, resolve, acknowledge or ignore. The first choice that fits decides; words count in any case. Where none fits the entry is rejected: nothing is guessed. Without \`when\` everything triggers.
- **\`severity\`** is a pointer to a usual word (critical, error, warning, P1, sev2 …), or has \`words\`, and then only those count. Another word is kept and noted, and gives no severity.
- **Times** are ISO 8601 with a zone, or Unix seconds or milliseconds.
- Further fields: \`kind\` (problem, report, deployment), \`id\`, \`description\`, \`status\`, \`environment\`, \`service\`, \`team\`, \`function\`, \`product\`, \`host\`, \`started_at\`, \`ended_at\`, \`occurred_at\`, \`count\`, \`links\`, \`labels\`.`;

const MODULE = `## Module

Where a mapping is not enough, \`vendor: ./vendors/acme.ts\` names a file in the organisation's folder:

\`\`\`ts
export const headers = ['x-acme-event']; // optional: all other headers are dropped

export function normalise({ headers, body }: { headers: Record<string, string>; body: string }) {
  const event = JSON.parse(body);
  if (headers['x-acme-event'] === 'ping') return { kind: 'ignored', reason: 'a ping' };
  return {
    kind: 'signals',
    signals: [{ action: 'trigger', dedupKey: event.id, title: event.text, service: event.app }],
  };
}
\`\`\`

It returns \`signals\`, \`ignored\` with a \`reason\`, or \`rejected\` with \`problems\` (\`pointer\`, \`message\`). A signal needs \`action\`, \`dedupKey\` and \`title\`; the other fields of a signal may be left out. Text is cleaned and cut as for every tool, and the vendor is the file's name.

Try it on recorded payloads: \`tocsin normalise --module vendors/acme.ts --headers headers.json body.json\`. What has another shape, or throws, is rejected with one sentence that names the field.

The gateway runs modules with all its own rights, so review them like the gateway itself. It loads them from the folder in which it was started, never through a link that leads out of it, and keeps them until it is started again. A module must not wait: it gets a delivery and answers at once.`;
