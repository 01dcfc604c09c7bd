// How to connect StatusCake, for docs/vendors/statuscake.md.
import type { VendorGuide } from '../../guide.ts';

/** StatusCake. */
export const guide = {
  setup: `1. **Alerting → Contact Groups** → your group → **Web Hook URL**: \`https://tocsin.example/hooks/statuscake\`, method POST.
2. StatusCake sends \`Token\`, the MD5 of user name and API key. Set the scheme \`statuscake\`, your user name as \`user\`, and the API key as \`TOCSIN_STATUSCAKE_SECRET\`.
3. Choose the contact group in each test; give the tests tags such as \`env:production\`.`,
  extracts: [
    'Identity: the test, by its id, else its address, else its name. Down opens, up ends, in any case of letters.',
    'Title: name and state. Description: the status code. Link: the address.',
    'Labels: tags, method, status code, address of the host, rate of checks. Tags with a value (`env:production`, `service:orders`) are read.',
  ],
  unknown: [
    'Any time: the receipt counts.',
    'Any severity: a rule must set it, for example by a tag.',
    'What page speed, certificate and domain tests say: only messages with a state are understood, others are quarantined.',
  ],
  retries:
    'Not documented. Every accepted message gets 202 at once; a repeat is the same problem again. The token is never stored with the signal.',
  source: ['StatusCake knowledge base: How to use the Web Hook URL'],
} as const satisfies VendorGuide;
