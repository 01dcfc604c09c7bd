import { expect, test } from 'vitest';
import { startStanding } from '../correlation/standing.ts';
import { evaluate } from '../rules/evaluate.ts';
import { minute, organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { inQuarantineGroup, quarantineSignal, withoutDefaultService } from './quarantine.ts';

test('an unreadable request is about no service, whatever a naming convention would read', () => {
  const small = organisationOf(
    smallFiles().map((file) =>
      file.path === 'rules/00-global.yaml' && 'text' in file
        ? {
            ...file,
            text: `${file.text}extract:\n  - {id: all, from: title, pattern: "* of {service} *"}\n`,
          }
        : file,
    ),
  );
  const watch = small.sources.get('watch');
  if (watch === undefined) throw new Error('no source');
  const organisation = { ...small, sources: new Map([['shop', { ...watch, id: 'shop' }]]) };
  const observation = {
    source: 'shop',
    signal: quarantineSignal(organisation, 'shop'),
    receivedAt: minute(0),
  };
  expect(evaluate(organisation, startStanding(), observation).resolution.service).toBe('shop');
  const plain = withoutDefaultService(organisation, 'shop');
  expect(evaluate(plain, startStanding(), observation).resolution.service).toBeNull();
});

test('the trace says the group under which an unreadable request is kept', () => {
  const organisation = organisationOf(smallFiles());
  const signal = quarantineSignal(organisation, 'watch');
  const plain = evaluate(organisation, startStanding(), {
    source: 'watch',
    signal,
    receivedAt: minute(0),
  });
  const { group, trace } = inQuarantineGroup(plain);
  expect(group).toBe('tocsin=quarantine source=watch');
  expect(trace.filter(({ stage }) => stage === 'group')).toEqual([
    { stage: 'group', result: group, by: null, others: [] },
  ]);
  expect(trace.map(({ stage }) => stage)).toEqual(plain.trace.map(({ stage }) => stage));
});
