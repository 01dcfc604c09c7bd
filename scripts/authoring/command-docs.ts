// docs/commands.md: every verb of the command line with what it accepts, from its own declaration.
import { COMMON_OPTIONS, type CommandSpec, type OptionSpec } from '../cli/arguments.ts';
import { commands } from '../commands/registry.ts';

/** The page as the verbs declare themselves. */
export async function renderCommandDocs(): Promise<string> {
  const verbs = await Promise.all(
    Object.entries(commands).map(async ([name, { summary, load }]) => {
      const { spec } = await load();
      return { name, summary, spec };
    }),
  );
  return [
    HEAD,
    ['| verb | does |', '|---|---|', ...verbs.map(renderRow)].join('\n'),
    '## Options of every verb',
    renderOptions(COMMON_OPTIONS),
    ...verbs.flatMap(({ name, spec }) => renderVerb(name, spec)),
    '',
  ].join('\n\n');
}

const HEAD = `# Commands

\`tocsin\` is [a function of your shell](../README.md#two-commands). \`tocsin VERB --help\` says what stands here; \`npm run docs\` writes this page from the same declarations. Exit codes: 0 clean, 1 findings, 2 wrong use, 3 failure.`;

type Verb = { readonly name: string; readonly summary: string };

function renderRow({ name, summary }: Verb): string {
  return `| [\`${name}\`](#${name}) | ${cell(summary)} |`;
}

function renderVerb(
  name: string,
  { summary, positionals, options, examples }: CommandSpec,
): readonly string[] {
  const usage = ['tocsin', name, positionals, '[options]'].filter((word) => word !== '').join(' ');
  return [
    `## ${name}`,
    summary,
    [
      '```text',
      usage,
      ...examples.map((example, index) => (index === 0 ? `\n${example}` : example)),
      '```',
    ].join('\n'),
    ...(Object.keys(options).length === 0 ? [] : [renderOptions(options)]),
  ];
}

function renderOptions(options: Readonly<Record<string, OptionSpec>>): string {
  const rows = Object.entries(options).map(([name, { takes, value = 'VALUE', help }]) => {
    const option = takes === 'flag' ? `--${name}` : `--${name} ${value}`;
    return `| \`${cell(option)}\` | ${cell(help)} |`;
  });
  return ['| option | |', '|---|---|', ...rows].join('\n');
}

/** In a table a bar ends the cell, also between backticks; angle brackets would be HTML. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
