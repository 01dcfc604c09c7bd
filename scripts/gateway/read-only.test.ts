// Addresses at which there is something to read: any other method hears which ones are allowed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testGateway, type TestGateway } from './testing/gateway.ts';
import { temporaryGateway, type TemporaryGateway } from './testing/temporary-gateway.ts';
import { serveSite } from './static-files.ts';

const METHODS = ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND'];

let place: TemporaryGateway;
let gateway: TestGateway;

beforeEach(() => {
  place = temporaryGateway();
  const { folder, inbox } = place;
  const sites = { '/': join(folder, 'site'), '/internal': join(folder, 'internal') };
  for (const site of Object.values(sites)) {
    mkdirSync(site);
    for (const file of ['index.html', 'history.html', '404.html'])
      writeFileSync(join(site, file), file);
  }
  gateway = testGateway(inbox, { page: (request) => serveSite(sites, request) });
});
afterEach(() => place.close());

describe.each(['/', '/history', '/history.html', '/internal', '/healthz', '/readyz', '/metrics'])(
  '%s',
  (path) => {
    test.each(METHODS)('answers %s with 405 and the methods that are allowed', async (method) => {
      const response = await gateway.app.request(path, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
      expect(await response.json()).toEqual({
        error: {
          code: 'method_not_allowed',
          message: 'Unexpected method, expected GET or HEAD.',
        },
      });
    });

    test.each(['GET', 'HEAD'])('can be read by %s', async (method) => {
      expect((await gateway.app.request(path, { method })).status).toBeLessThan(400);
    });
  },
);

test.each(['/nowhere', '/404/', '/hooks', '/history/x', '/../etc'])(
  'what is not there answers 404 to any method: %s',
  async (path) => {
    for (const method of METHODS)
      expect((await gateway.app.request(path, { method })).status).toBe(404);
  },
);

test('without a site every page is unknown', async () => {
  gateway = testGateway(place.inbox, { page: null });
  expect((await gateway.app.request('/', { method: 'POST' })).status).toBe(404);
});
