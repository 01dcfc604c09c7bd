// The same history for Hugo: a page and a JSON file per incident, a page per month and per component, feeds.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { incidentFacts } from './long-history.ts';

/** A site of Hugo with `count` incidents; gives its folder. */
export function makeHugoSite(count: number): string {
  const root = mkdtempSync(join(tmpdir(), 'tocsin-hugo-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('config.json', JSON.stringify(CONFIG));
  for (const [path, text] of Object.entries(LAYOUTS)) write(`layouts/${path}`, text);
  for (let index = 0; index < count; index += 1)
    write(`content/incidents/${incidentFacts(index).id}.md`, hugoIncident(index));
  return root;
}

/** The content file of incident number `index`. */
function hugoIncident(index: number): string {
  const { title, startedAt, component, updates } = incidentFacts(index);
  const told = updates.map(({ at, status, text }) => `### ${at} ${status}\n\n${text}\n`);
  return `---\ntitle: "${title}"\ndate: ${startedAt}\nmonths: ["${startedAt.slice(0, 7)}"]\ncomponents: ["${component}"]\n---\n\n${told.toReversed().join('\n')}`;
}

const CONFIG = {
  baseURL: 'https://status.large.example/',
  title: 'Large status',
  uglyURLs: true,
  taxonomies: { month: 'months', component: 'components' },
  outputs: {
    home: ['HTML', 'RSS', 'JSON'],
    section: ['HTML'],
    taxonomy: ['HTML'],
    term: ['HTML', 'RSS'],
    page: ['HTML', 'JSON'],
  },
  services: { rss: { limit: 50 } },
};

const LAYOUTS: Readonly<Record<string, string>> = {
  '_default/baseof.html': `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} – {{ .Site.Title }}</title><meta name="description" content="{{ .Title }}">
<link rel="canonical" href="{{ .Permalink }}"><link rel="stylesheet" href="/assets/site.css"></head>
<body><a class="skip" href="#main">Skip</a><header class="top"><a href="/">{{ .Site.Title }}</a>
<nav><a href="/months.html">History</a> <a href="/components.html">Components</a></nav></header>
<main id="main">{{ block "main" . }}{{ end }}</main>
<footer><p>RSS: <a href="/index.xml">feed</a></p></footer></body></html>
`,
  '_default/single.html': `{{ define "main" }}<article><header><h1>{{ .Title }}</h1>
<p class="facts"><time datetime="{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}">{{ .Date.Format "2 January 2006, 15:04 UTC" }}</time></p></header>
<section><h2>Updates</h2>{{ .Content }}</section>
<section><h2>Affected</h2><ul>{{ range .Params.components }}<li><a href="/components/{{ . }}.html">{{ . }}</a></li>{{ end }}</ul></section></article>
<p><a href="{{ .Permalink }}">Link</a> {{ range .Params.months }}<a href="/months/{{ . }}.html">{{ . }}</a>{{ end }}</p>{{ end }}
`,
  '_default/list.html': `{{ define "main" }}<h1>{{ .Title }}</h1><ol>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>
<time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January" }}</time></li>{{ end }}</ol>{{ end }}
`,
  '_default/single.json': `{"title": {{ .Title | jsonify }}, "started_at": {{ .Date | jsonify }}, "components": {{ .Params.components | jsonify }}, "html": {{ .Content | jsonify }}, "text": {{ .Plain | jsonify }}}
`,
  'index.html': `{{ define "main" }}<h1>All is well</h1><ol>{{ range first 50 (where .Site.RegularPages "Section" "incidents") }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Date.Format "2 January" }}</li>{{ end }}</ol>{{ end }}
`,
  'index.json': `{"incidents": [{{ range $index, $page := first 50 (where .Site.RegularPages "Section" "incidents") }}{{ if $index }},{{ end }}{"title": {{ .Title | jsonify }}, "text": {{ .Plain | jsonify }}}{{ end }}]}
`,
};
