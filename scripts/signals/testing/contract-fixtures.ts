// The fixtures of the adapters, for tests only: what a tool sends, and the facts that it states.
import { readdirSync, readFileSync } from 'node:fs';
import type { Delivery } from '../adapter.ts';
import { vendors } from '../registry.ts';

/** One delivery written from a tool's documented format. */
export type Fixture = {
  readonly vendor: string;
  readonly name: string;
  /** Another case of the vendor that is about the same problem. */
  readonly sameProblemAs?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** `form`: the members of `body` are the fields of a form; absent: JSON. */
  readonly body_encoding?: 'form';
  /** Facts that the rendered outcome must hold. */
  readonly expected: object;
};

/** All fixtures of all registered vendors. */
export function readFixtures(): readonly Fixture[] {
  return Object.keys(vendors).flatMap((vendor) => {
    const folder = new URL(`../vendors/${vendor}/fixtures/`, import.meta.url);
    return readdirSync(folder).map((file) => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const content: Omit<Fixture, 'vendor' | 'name'> = JSON.parse(text);
      return { vendor, name: file.replace('.json', ''), ...content };
    });
  });
}

/** A fixture as the adapter gets it; another body may take the place of its own. */
export function deliveryOf(fixture: Fixture, body: unknown = fixture.body): Delivery {
  return { headers: fixture.headers, body: encodeBody(body, fixture.body_encoding) };
}

/** A body as it is sent; text stands for itself, so that a fixture may be anything. */
export function encodeBody(body: unknown, encoding?: string): string {
  if (typeof body === 'string') return body;
  if (encoding !== 'form' || typeof body !== 'object' || body === null) return JSON.stringify(body);
  const fields = Object.entries(body).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return new URLSearchParams(fields).toString();
}
