// A small page for an iframe on other people's pages: the state in one line, without script, with its own stylesheet.
import type { PublicView } from '../publication/view.ts';
import { publicAddress } from './addresses.ts';
import type { OutputFile } from './output.ts';
import { STATUS_WORDS } from './words.ts';
import { escapeXml } from './xml.ts';

/** The page and its stylesheet. */
export function embedFiles(view: PublicView): readonly OutputFile[] {
  return [
    { path: 'embed.html', text: () => renderEmbed(view) },
    { path: 'embed.css', text: () => STYLE },
  ];
}

function renderEmbed({ page, state, builtAt }: PublicView): string {
  const name = escapeXml(page.name);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${name}: ${STATUS_WORDS[state.status]}</title>
<link rel="stylesheet" href="embed.css">
</head>
<body>
<main>
<h1><a href="${escapeXml(publicAddress(page.url, ''))}" target="_blank" rel="noopener">${name}</a></h1>
<p class="${state.status}"><b>${STATUS_WORDS[state.status]}</b> <span>${escapeXml(state.sentence)}</span></p>
<p class="when">As of <time datetime="${builtAt}">${builtAt.slice(0, 10)} ${builtAt.slice(11, 16)} UTC</time></p>
</main>
</body>
</html>
`;
}

const STYLE = `:root{color-scheme:light dark}
body{margin:0;font:14px/1.4 system-ui,sans-serif;background:Canvas;color:CanvasText}
main{border:1px solid #8886;border-radius:8px;padding:10px 14px;border-inline-start-width:6px;border-inline-start-style:solid}
main:has(.operational){border-inline-start-color:#1a7f5a}
main:has(.maintenance){border-inline-start-color:#3b66c4}
main:has(.degraded){border-inline-start-color:#8f5d12}
main:has(.partial_outage){border-inline-start-color:#b54614}
main:has(.major_outage){border-inline-start-color:#c62f2f}
h1{font-size:14px;margin:0}
a{color:inherit}
p{margin:4px 0 0;overflow-wrap:anywhere}
.when{font-size:12px}
`;
