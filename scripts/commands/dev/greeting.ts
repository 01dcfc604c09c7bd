// What `tocsin dev` says when everything runs: where to look and what to paste.
import type { Organisation } from '../../model/organisation.ts';
import { curlLine, type Demo, makeDemo, type Token } from './demo.ts';

/** Where everything is. */
export type Place = {
  readonly url: string;
  /** The repository that gets the commits. */
  readonly root: string;
  readonly isCopy: boolean;
};

/** The greeting; `tokens` by the name of their variable. */
export function renderGreeting(
  place: Place,
  organisation: Organisation,
  tokens: ReadonlyMap<string, Token>,
  form: 'text' | 'json',
): string {
  const { url, root } = place;
  const demo = makeDemo(organisation);
  const lines = demo === null ? null : linesOf(url, demo, tokens);
  const sources = [...organisation.sources.keys()];
  if (form === 'json') {
    const hooks = sources.map((source) => `${url}/hooks/${source}`);
    const pages = { page: `${url}/`, internal: `${url}/internal/` };
    return `${JSON.stringify({ kind: 'started', ...pages, hooks, repository: root, try: lines })}\n`;
  }
  return [
    '',
    `  Status page  ${url}/`,
    `  Team pages   ${url}/internal/teams.html`,
    `  Webhooks     ${sources.map((source) => `${url}/hooks/${source}`).join('\n               ')}`,
    `  Commits      ${root}${place.isCopy ? '\n               (a private copy, new at every start; your files are not touched)' : ''}`,
    '',
    ...(demo === null || lines === null ? [] : tryLines(demo, lines)),
    '  Ctrl+C stops it.',
    '',
    '',
  ].join('\n');
}

type TryLines = { readonly fire: string; readonly recover: string };

function linesOf(url: string, demo: Demo, tokens: ReadonlyMap<string, Token>): TryLines {
  const { source, firing, resolved } = demo;
  const token = tokens.get(source.authentication.secrets[0] ?? '') ?? { kind: 'literal', text: '' };
  return {
    fire: curlLine(url, source, token, firing),
    recover: curlLine(url, source, token, resolved),
  };
}

function tryLines({ shownTo }: Demo, { fire, recover }: TryLines): readonly string[] {
  const where = shownTo === 'public' ? 'the status page' : 'the team pages';
  return [
    `  Try it. Paste this into a second terminal: something breaks, and ${where} shows it.`,
    '',
    fire,
    '',
    '  And this ends it.',
    '',
    recover,
    '',
  ];
}
