// The room of an incident of the example organisation.
import { type IncidentRecord, readRecord } from '../../incidents/record.ts';
import { isIncidentPath } from '../../model/history-path.ts';
import type { Organisation } from '../../model/organisation.ts';
import type { Postmortem } from '../../model/postmortem.ts';
import { exampleFiles, exampleOrganisation } from '../../rules/testing/organisation.ts';
import { NO_KEEPSAKES } from '../markers.ts';
import { type Room, roomOf } from '../room.ts';

/** The example organisation. */
export const organisation: Organisation = exampleOrganisation();
const history = exampleFiles()
  .filter(({ path }) => isIncidentPath(path))
  .flatMap((file) => readRecord(file)?.incident ?? []);

/** The incident that rooms of tests are about. */
export const ID = '2026-11-21-payments-api';

/** When its room is looked at: at three in the morning. */
export const NOW = '2026-11-21T03:10:00.000Z';

const FILE = `---
schema: tocsin/incident@1
title: "payments-api in production: errors"
state: investigating
severity: sev2
category: errors
environment: production
owner: {team: payments, function: backend, product: payments}
services: [payments-api]
components: {card-payments: degraded}
at: {started: 2026-11-21T03:00:00Z, detected: 2026-11-21T03:02:00Z, declared: 2026-11-21T03:02:00Z}
---

## Summary

_Not written yet: what fails, for whom, since when._

## Timeline

### 2026-11-21 (UTC)

- 03:02 [opened] a problem <!-- e:abc -->
`;

/** The incident, with changes to its file. */
export function record(change: (text: string) => string = (text) => text): IncidentRecord {
  const found = readRecord({ path: `incidents/2026/${ID}.md`, text: change(FILE) });
  if (found === null) throw new Error('the fixture does not fit its schema');
  return found;
}

/** Its room. */
export function room(of: IncidentRecord, now = NOW, postmortem: Postmortem | null = null): Room {
  return roomIn(organisation, of, now, postmortem);
}

/** Its room in another organisation. */
export function roomIn(
  within: Organisation,
  of: IncidentRecord,
  now = NOW,
  postmortem: Postmortem | null = null,
): Room {
  return roomOf({
    organisation: within,
    record: of,
    incidents: [...history, of.incident],
    postmortem,
    now,
    fileUrl: (path) => `https://github.example/larder/incidents/blob/main/${path}`,
    pullsUrl: (branch) => `https://github.example/larder/incidents/pulls?q=${branch}`,
  });
}

/** Its card. */
export const bodyOf = (of: IncidentRecord, now = NOW): string =>
  room(of, now).body('', 1, NO_KEEPSAKES);
