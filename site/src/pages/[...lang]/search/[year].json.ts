// The index of one year, in one language.
import type { APIRoute, GetStaticPaths } from 'astro';
import { routesOf } from '../../../data/routes.ts';
import { searchIndex, searchYears } from '../../../data/search-index.ts';
import { speechOf } from '../../../../../scripts/speech/speech.ts';
import { readSnapshot } from '../../../snapshot.ts';

export const getStaticPaths = (() => {
  const view = readSnapshot().public;
  return routesOf(view).flatMap(({ lang, language }) =>
    searchYears(view).map((year) => ({ params: { lang, year }, props: { language } })),
  );
}) satisfies GetStaticPaths;

export const GET: APIRoute = ({ params, props }) => {
  const view = readSnapshot().public;
  const speech = speechOf(props['language'], view.page.languages[0]);
  return new Response(`${JSON.stringify(searchIndex(view, params['year'] ?? '', speech))}\n`);
};
