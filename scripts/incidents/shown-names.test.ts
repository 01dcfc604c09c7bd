import { expect, test } from 'vitest';
import { organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { incidentWith } from './testing/incident.ts';
import {
  nameOf,
  NOT_SHOWN,
  type Telling,
  withoutHiddenCauses,
  withoutHiddenLinks,
  withoutHiddenNames,
} from './shown-names.ts';

const SECRET = '2026-11-21-shop';
const OTHER = '2026-11-21-shop-2';
const linkTo = (id: string): string => `[${id}](../2026/${id}.md)`;
const incident = incidentWith({ id: '2026-11-21-cart' });
const secret = incidentWith({ id: SECRET, public: { visibility: 'restricted' } });
const organisation = organisationOf(smallFiles());

const telling = (repository: 'public' | 'private', of = incident): Telling => ({
  organisation: { ...organisation, settings: { ...organisation.settings, repository } },
  incidents: [incident, secret, incidentWith({ id: OTHER, room: 7 })],
  incident: of,
});

test('lines about others name those that may be told of, and those alone', () => {
  const line = `[linked] ${SECRET} explains it, ${OTHER} does not`;
  expect(withoutHiddenNames(line, telling('public'))).toBe(
    `[linked] ${NOT_SHOWN} explains it, ${OTHER} does not`,
  );
  expect(withoutHiddenNames(line, telling('private'))).toBe(line);
  expect(withoutHiddenNames(line, telling('public', secret))).toBe(line);
  const words = `@mara: ${SECRET} is like it`;
  expect(withoutHiddenNames(words, telling('public'))).toBe(words);
});

test('the timeline of a post-mortem keeps the links to those that may be told of', () => {
  const markdown = `- 09:10 [split] from ${linkTo(SECRET)}\n- 09:11 [linked] ${linkTo(OTHER)}`;
  expect(withoutHiddenLinks(markdown, telling('public'))).toBe(
    `- 09:10 [split] from ${NOT_SHOWN}\n- 09:11 [linked] ${linkTo(OTHER)}`,
  );
  expect(withoutHiddenLinks(markdown, telling('private'))).toBe(markdown);
});

test('a trace and an answer name an unknown incident as little as a hidden one', () => {
  const trace = `cascade  explained by cart → shop, incident ${SECRET}; its own team is not called`;
  expect(withoutHiddenCauses(trace, telling('public'))).not.toContain(SECRET);
  expect(withoutHiddenCauses(trace, telling('private'))).toBe(trace);
  expect([SECRET, '2026-11-21-gone', OTHER].map((id) => nameOf(telling('public'), id))).toEqual([
    NOT_SHOWN,
    NOT_SHOWN,
    `\`${OTHER}\` (#7)`,
  ]);
  expect(nameOf(telling('private'), '2026-11-21-gone')).toBe('`2026-11-21-gone`');
});
