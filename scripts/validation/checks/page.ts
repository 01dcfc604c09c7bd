// What an organisation does to the looks of its status page: it stays readable, and loads nothing from elsewhere.
import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { OrganisationDocument } from '../../config/documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Colours, type ColourToken, DEFAULT_COLOURS } from '../../model/page.ts';
import { contrastOf } from '../contrast.ts';
import { finding } from '../finding.ts';
import { checkLogo } from './logo.ts';

/** Colours that cannot be read, an image that is none, rules that load something. */
export function checkPage(documents: DocumentSet): readonly Diagnostic[] {
  return documents.organisation.flatMap((file) => {
    const { page } = file.document;
    if (page === undefined) return [];
    return [
      ...checkColours(file),
      ...checkLogo(file, 'logo'),
      ...checkLogo(file, 'logo_dark'),
      ...checkCss(file, page.css),
    ];
  });
}

type File = Located<OrganisationDocument>;

/** Text is read at length; states are words beside a shape, and larger. */
const LEAST: Readonly<Record<Exclude<ColourToken, 'paper'>, number>> = {
  ink: 7,
  quiet: 7,
  accent: 7,
  operational: 4.5,
  maintenance: 4.5,
  degraded: 4.5,
  partial_outage: 4.5,
  major_outage: 4.5,
};

function checkColours(file: File): readonly Diagnostic[] {
  return (['light', 'dark'] as const).flatMap((theme) => {
    const chosen: Partial<Colours> = file.document.page?.colours?.[theme] ?? {};
    const all: Colours = { ...DEFAULT_COLOURS[theme], ...chosen };
    return tokens().flatMap((token) => {
      const contrast = contrastOf(all[token], all.paper);
      const culprit = chosen[token] !== undefined ? token : 'paper';
      if (contrast >= LEAST[token] || chosen[culprit] === undefined) return [];
      return [
        finding(
          'page-contrast',
          file.locate(['page', 'colours', theme, culprit]),
          `unexpected contrast of ${contrast.toFixed(1)}:1 between \`${token}\` ${all[token]} and \`paper\` ${all.paper} in the ${theme} theme, expected ${LEAST[token]}:1 at the least`,
          `make \`${culprit}\` ${isBrighter(all[token], all.paper) === (culprit === token) ? 'lighter' : 'darker'}`,
        ),
      ];
    });
  });
}

function tokens(): readonly (keyof typeof LEAST)[] {
  return [
    'ink',
    'quiet',
    'accent',
    'operational',
    'maintenance',
    'degraded',
    'partial_outage',
    'major_outage',
  ];
}

function isBrighter(colour: string, paper: string): boolean {
  return contrastOf(colour, '#000000') > contrastOf(paper, '#000000');
}

function checkCss(file: File, css: string | undefined): readonly Diagnostic[] {
  const [found] = LOADS.exec(css ?? '') ?? [];
  if (found === undefined) return [];
  return [
    finding(
      'page-css',
      file.locate(['page', 'css']),
      `unexpected \`${found.trim()}\` in the rules, expected some that load nothing`,
      'remove it: the page asks no other host, and its policy would refuse',
    ),
  ];
}

/** What makes a browser ask for something; an escape could spell either. */
const LOADS = /@import\b|(?:url|image|image-set|src)\(\s*(?!["']?data:)|\\/i;
