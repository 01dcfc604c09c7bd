// Whatever people, tools and time do with an incident, it goes only ways that exist, and its file is never wrong.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standingOfIncidents } from '../correlation/incident-standing.ts';
import { contradictionsOf, isStep } from '../incidents/lifecycle.ts';
import { isHistoryPath } from '../model/history-path.ts';
import { type Incident, INCIDENT_STATES, MILESTONES } from '../model/incident.ts';
import type { Effect } from '../model/effect.ts';
import { addMs } from '../model/instant.ts';
import { reviewOf } from '../postmortems/gate.ts';
import { advance } from '../response/advance.ts';
import { type EditableBook, readBook, withEffect } from '../response/book.ts';
import { respond } from '../response/respond.ts';
import { evaluate } from '../rules/evaluate.ts';
import { exampleFiles, signalOf } from '../rules/testing/organisation.ts';
import { validate } from '../validation/validate.ts';
import { carryOut } from './carry-out.ts';
import { declare } from '../declaring/declare.ts';
import { followFile } from '../file-edits/follow-file.ts';
import { larder, START } from './testing/room.ts';

const COMMANDS = [
  '/ack',
  '/status investigating',
  '/status identified the pool',
  '/status monitoring',
  '/mitigated',
  '/resolve',
  '/close',
  '/reopen',
  '/decline none',
  '/duplicate 2026-11-21-ledger-db',
  '/duplicate 2026-11-21-payments-api',
  '/unduplicate',
  '/delegate platform',
  '/sev 1',
  '/sev 4',
  '/set started 08:00',
  '/set mitigated 10:05',
  '/set resolved 10:06',
  '/update resolved All is well.',
  '/publish',
  '/ack\n/mitigated\n/resolve\n/close',
];

/** What people change in a file beside its state. */
const FIELDS: readonly (readonly [RegExp, string])[] = [
  [/^severity: .*$/m, 'severity: sev1'],
  [/^severity: .*$/m, 'severity: sev4'],
  [/^category: .*$/m, 'category: down'],
  [/^( *)team: .*$/m, '$1team: platform'],
  [/^at:$/m, 'roles: {manager: mara-okafor}\nat:'],
  [/^at:$/m, 'contributors: [platform]\nat:'],
  [/^at:$/m, 'public: {visibility: public, title: Something fails}\nat:'],
  [/^at:$/m, 'impact: {customers: 12}\nat:'],
  [/^title: .*$/m, 'title: Another title of it'],
  [/^(?! *declared)( *)detected: .*$/m, '$1detected: 2026-11-21T09:59:00.000Z'],
  [/^ *(?:identified|mitigated): .*\n/m, ''],
  [/(partial_outage|major_outage|degraded)/, 'operational'],
];

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('said' as const),
      text: fc.constantFrom(...COMMANDS),
      about: fc.constantFrom('payments-api', 'ledger-db'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('signal' as const),
      action: fc.constantFrom('trigger' as const, 'resolve' as const, 'acknowledge' as const),
      service: fc.constantFrom('payments-api', 'ledger-db'),
      severity: fc.constantFrom('critical' as const, 'low' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('time' as const),
      minutes: fc.constantFrom(1, 40, 60 * 24 * 8),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('edited' as const),
      about: fc.constantFrom('payments-api', 'ledger-db'),
      state: fc.constantFrom(...INCIDENT_STATES),
      hasTimes: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('changed' as const),
      about: fc.constantFrom('payments-api', 'ledger-db'),
      fields: fc.subarray([...FIELDS], { minLength: 1, maxLength: 3 }),
    }),
  },
);

const configuration = exampleFiles().filter(({ path }) => !isHistoryPath(path));

test('an incident goes only ways that exist, whatever happens to it', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
      let now = START;
      let book: EditableBook = readBook([]);
      const apply = (effects: readonly Effect[]): void => {
        for (const effect of effects) {
          const before = new Map(book.incidents.map(({ id, state }) => [id, state]));
          book = withEffect(book, effect);
          for (const { id, state } of book.incidents) {
            const was = before.get(id);
            if (was !== undefined && was !== state && !isBatched(effect))
              expect([was, state, isStep(was, state)]).toEqual([was, state, true]);
          }
        }
        book.incidents.forEach(expectPossible);
      };
      // Whoever merges what `validate` finds wrong was told; everything else must be as good as a command.
      const merge = (edited: EditableBook, index: number): void => {
        if (findings(edited).length > 0) return;
        const before = book;
        book = edited;
        for (const [id, file] of edited.files) {
          const base = before.files.get(id);
          if (base === undefined || base.text === file.text) continue;
          const commit = `${index}`.padStart(40, '0');
          const author = { name: 'Ada', address: 'ada@example.invalid', subject: 'Why', at: now };
          const versions = [{ commit, file, ...author }];
          const scene = { organisation: larder, postmortems: [], unreadable: [], now };
          apply(followFile(scene, book, { id, base, versions }));
          const was = before.incidents.find((each) => each.id === id)?.state;
          const is = book.incidents.find((each) => each.id === id)?.state;
          expect(was === undefined || is === undefined || isReachable(was, is)).toBe(true);
          // From here on it is as Tocsin left it, whether or not there was anything to do.
        }
      };
      const title = 'Something fails for somebody';
      for (const service of ['payments-api', 'ledger-db'])
        apply(
          declare(
            larder,
            book,
            { form: 'incident', title, services: [service] },
            { login: 'ada', now, key: `is-${service}` },
          ).effects,
        );
      steps.forEach((each, index) => {
        now = addMs(now, each.kind === 'time' ? each.minutes * 60_000 : 60_000);
        if (each.kind === 'said') {
          const speaker = { login: 'mara-okafor', permission: 'admin' } as const;
          const comment = {
            key: `ic-${index}`,
            incident: `2026-11-21-${each.about}`,
            text: each.text,
            speaker,
            at: now,
          };
          apply(carryOut({ organisation: larder, postmortem: null, now }, book, comment).effects);
        } else if (each.kind === 'signal') {
          const standing = standingOfIncidents(book.incidents, () => true);
          const signal = signalOf({
            action: each.action,
            service: each.service,
            severity: each.severity,
            dedupKey: each.service,
          });
          const decision = evaluate(larder, standing, {
            source: 'prometheus',
            signal,
            receivedAt: now,
          });
          apply(respond(larder, book, decision, now).effects);
        } else if (each.kind === 'edited') {
          const edited = editState(book, `2026-11-21-${each.about}`, each.state, {
            now: each.hasTimes ? now : null,
          });
          merge(edited, index);
        } else if (each.kind === 'changed') {
          merge(editFields(book, `2026-11-21-${each.about}`, each.fields), index);
        } else apply(advance(larder, book, now));
      });
      expect(findings(book)).toEqual([]);
      for (const incident of book.incidents) {
        const file = book.files.get(incident.id);
        const text = file !== undefined && 'text' in file ? file.text : '';
        if (incident.state === 'closed' && !/\[closed\]/.test(text))
          expect(reviewOf(larder, incident, null, now)).toEqual([]);
      }
    }),
    { numRuns: 80 },
  );
});

/** Whether any steps lead from a state to another one. */
function isReachable(from: Incident['state'], to: Incident['state']): boolean {
  const seen = new Set([from]);
  for (const state of seen)
    for (const next of INCIDENT_STATES) if (isStep(state, next)) seen.add(next);
  return seen.has(to);
}

function editFields(
  book: EditableBook,
  id: string,
  fields: readonly (readonly [RegExp, string])[],
): EditableBook {
  const files = [...book.files.values()].map(({ path, text }) => ({
    path,
    text: path.endsWith(`/${id}.md`)
      ? fields.reduce((each, [pattern, words]) => each.replace(pattern, words), text)
      : text,
  }));
  return readBook(files);
}

function findings(book: EditableBook): readonly string[] {
  const { diagnostics } = validate([...configuration, ...book.files.values()]);
  return diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

/** Somebody writes another state into a file, with the times that belong to it or without. */
function editState(
  book: EditableBook,
  id: string,
  state: Incident['state'],
  { now }: { readonly now: string | null },
): EditableBook {
  const files = [...book.files.values()].map((file) => {
    if (!('text' in file) || !file.path.endsWith(`/${id}.md`)) return file;
    const times = [
      ...(state === 'resolved' || state === 'closed' ? [`  resolved: ${now ?? ''}\n`] : []),
      ...(state === 'closed' ? [`  closed: ${now ?? ''}\n`] : []),
    ];
    const dated = file.text
      .replaceAll(/^ {2}(?:resolved|closed): .*\n/gm, '')
      .replace(/^at:\n(?: {2}.*\n)*/m, (at) => `${at}${times.join('')}`);
    const text = (now === null ? file.text : dated).replace(/^state: .*$/m, `state: ${state}`);
    return { ...file, text };
  });
  return readBook(files);
}

/** The instants of its life go with its state and with each other. */
function expectPossible({ state, at }: Incident): void {
  expect({
    state,
    wrong: contradictionsOf({ kind: 'incident', state }, (name) => at[name] !== undefined),
  }).toEqual({
    state,
    wrong: [],
  });
  const known = MILESTONES.flatMap((name) => at[name] ?? []);
  expect(known).toEqual(known.toSorted());
}

/** Several commands of one comment are one edit: each of their steps is checked by itself when it is carried out. */
function isBatched(effect: Effect): boolean {
  return (
    effect.kind === 'edit_incident' &&
    effect.edits.filter(({ kind }) => kind === 'timeline').length > 1
  );
}
