// A small page for an iframe on other people's pages: the state in one line, without script, with its own stylesheet.
import { COMPONENT_STATUSES } from '../model/component.ts';
import { utcDay } from '../model/instant.ts';
import { type Colours, DEFAULT_COLOURS } from '../model/page.ts';
import { verdict } from '../publication/verdict.ts';
import type { PublicView } from '../publication/view.ts';
import { type Speech, speechesOf } from '../speech/speech.ts';
import { folderOf, publicAddress } from '../publication/addresses.ts';
import type { OutputFile } from './output.ts';
import { escapeXml } from './xml.ts';

/** The page in each language, and the stylesheet of all. */
export function embedFiles(view: PublicView): readonly OutputFile[] {
  return [
    ...speechesOf(view.page.languages).map((speech) => ({
      path: `${folderOf(speech)}embed.html`,
      text: () => renderEmbed(view, speech),
    })),
    { path: 'embed.css', text: () => STYLE },
  ];
}

function renderEmbed(view: PublicView, speech: Speech): string {
  const { page, state, builtAt } = view;
  const { say, clock, longDay } = speech;
  const name = escapeXml(page.name);
  const word = speech.status(state.status);
  const folder = folderOf(speech);
  // A clock time keeps its order among Arabic words.
  const time = `<bdi dir="ltr">${clock(builtAt).text}</bdi>`;
  const asOf = say('home.asOf', { time, day: longDay(utcDay(builtAt)).text });
  return `<!doctype html>
<html lang="${speech.language}"${speech.direction === 'rtl' ? ' dir="rtl"' : ''}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${name}: ${word}</title>
<link rel="stylesheet" href="${folder === '' ? '' : '../'}embed.css">
</head>
<body>
<main>
<h1><a href="${escapeXml(publicAddress(page.url, folder))}" target="_blank" rel="noopener">${name}</a></h1>
<p class="${state.status}"><b>${word}</b> ${sentence(view, speech)}</p>
<p class="when"><time datetime="${builtAt}">${asOf}</time></p>
</main>
</body>
</html>
`;
}

/** What people wrote keeps its own language and direction. */
function sentence(view: PublicView, speech: Speech): string {
  const { phrase, foreign } = verdict(view, speech);
  const parts = phrase.map((part) =>
    typeof part === 'string'
      ? escapeXml(part)
      : `<bdi${langOf(part.foreign)}>${escapeXml(part.text)}</bdi>`,
  );
  return `<bdi${langOf(foreign)}>${parts.join('')}</bdi>`;
}

function langOf(foreign: string | null): string {
  return foreign === null ? '' : ` lang="${foreign}"`;
}

function stripes(colours: Colours): string {
  return COMPONENT_STATUSES.map(
    (status) => `main:has(.${status}){border-inline-start-color:${colours[status]}}`,
  ).join('\n');
}

const STYLE = `:root{color-scheme:light dark}
body{margin:0;font:14px/1.4 system-ui,sans-serif;background:Canvas;color:CanvasText}
main{border:1px solid #8886;border-radius:8px;padding:10px 14px;border-inline-start-width:6px;border-inline-start-style:solid}
${stripes(DEFAULT_COLOURS.light)}
@media (prefers-color-scheme:dark){
${stripes(DEFAULT_COLOURS.dark)}
}
h1{font-size:14px;margin:0}
a{color:inherit}
p{margin:4px 0 0;overflow-wrap:anywhere}
.when{font-size:12px}
`;
