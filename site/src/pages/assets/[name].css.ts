// The stylesheet as a file.
import type { APIRoute } from 'astro';
import { stylesheet } from '../../data/stylesheet.ts';
import { readSnapshot } from '../../snapshot.ts';

export function getStaticPaths(): { params: { name: string } }[] {
  return [{ params: { name: `site-${stylesheet(readSnapshot().public).name}` } }];
}

export const GET: APIRoute = () =>
  new Response(stylesheet(readSnapshot().public).text, { headers: { 'content-type': 'text/css' } });
