// Deployments and sightings ↔ rows of the SQLite inbox.
import {
  type Deployment,
  DEPLOYMENT_OUTCOMES,
  type DeploymentOutcome,
  type Sighting,
} from '../model/deployment.ts';
import { integerOf, optionalTextOf, textOf } from './sqlite-row.ts';

/** A deployment as values for the statement that stores it. */
export function rowOfDeployment(deployment: Deployment): Record<string, string | null> {
  const { id, source, service, environment, version, commit, begunAt, at, outcome, link } =
    deployment;
  const messages = JSON.stringify(deployment.messages);
  return {
    id,
    source,
    service,
    environment,
    version,
    commit,
    begunAt,
    at,
    outcome,
    link,
    messages,
  };
}

/** A row of the table `deployment`. */
export function deploymentOf(row: unknown): Deployment {
  return {
    id: textOf(row, 'id'),
    source: textOf(row, 'source'),
    service: textOf(row, 'service'),
    environment: optionalTextOf(row, 'environment'),
    version: textOf(row, 'version'),
    commit: optionalTextOf(row, 'commit_id'),
    begunAt: textOf(row, 'begun_at'),
    at: textOf(row, 'at'),
    outcome: outcomeOf(textOf(row, 'outcome')),
    link: optionalTextOf(row, 'link'),
    messages: messagesOf(textOf(row, 'messages')),
  };
}

/** A row of the table `sighting`. */
export function sightingOf(row: unknown): Sighting {
  return { group: textOf(row, 'group'), at: textOf(row, 'at'), count: integerOf(row, 'count') };
}

function outcomeOf(word: string): DeploymentOutcome {
  const known = DEPLOYMENT_OUTCOMES.find((outcome) => outcome === word);
  if (known === undefined) throw new TypeError('Unexpected stored outcome of a deployment.');
  return known;
}

function messagesOf(json: string): readonly string[] {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) throw new TypeError('Unexpected stored messages, expected a list.');
  return value.map(String);
}
