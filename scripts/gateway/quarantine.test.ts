import { expect, test } from 'vitest';
import { startStanding } from '../correlation/standing.ts';
import { evaluate } from '../rules/evaluate.ts';
import { minute, organisationOf, smallFiles } from '../rules/fixtures/organisation.ts';
import { quarantineSignal, withoutDefaultService } from './quarantine.ts';

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
