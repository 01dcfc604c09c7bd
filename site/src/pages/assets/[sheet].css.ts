// The stylesheet of the internal pages as a file of its own, so that a public build does not have it.
/// <reference types="astro/client" />
import type { APIRoute } from 'astro';
import sheet from '../../styles/inside.css?inline';
import { onlyInside } from '../../inside.ts';

export function getStaticPaths(): { params: { sheet: string } }[] {
  return onlyInside('sheet', 'inside');
}

export const GET: APIRoute = () => new Response(sheet);
