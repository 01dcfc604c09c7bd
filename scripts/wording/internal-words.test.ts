import { expect, test } from 'vitest';
import { larder } from '../slash-commands/testing/room.ts';
import { findInternal } from './internal-words.ts';

const payments = larder.teams.get('payments');
const withLogin = (login: string): typeof larder => {
  if (payments === undefined) throw new Error('no such team');
  const team = { ...payments, members: [...payments.members, login] };
  return { ...larder, teams: new Map(larder.teams).set('payments', team) };
};

test.each(['nils_larder', 'nils-holm_larder', 'nils-holm'])(
  'the login %s of a member is found, as a whole',
  (login) => {
    const text = `Orders fail, ${login} is on it.`;
    expect(findInternal(withLogin(login), text)).toMatchObject([
      { words: login, why: 'is somebody of yours' },
    ]);
    expect(findInternal(larder, text)).toEqual([]);
  },
);
