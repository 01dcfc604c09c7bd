// Cuts GitHub's OpenAPI description down to the operations that Tocsin uses. The result is committed; this runs again
// when an operation is added: `node scripts/github/testing/prune-description.ts DESCRIPTION` (see CONTRIBUTING.md).
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Operations as `METHOD /path`, in the words of the description. */
export const OPERATIONS: readonly string[] = [
  'get /user',
  'get /rate_limit',
  'get /repos/{owner}/{repo}',
  'get /repos/{owner}/{repo}/installation',
  'post /app/installations/{installation_id}/access_tokens',
  'get /repos/{owner}/{repo}/actions/permissions',
  'get /repos/{owner}/{repo}/actions/permissions/workflow',
  'get /repos/{owner}/{repo}/actions/variables/{name}',
  'get /repos/{owner}/{repo}/pages',
  'get /repos/{owner}/{repo}/rules/branches/{branch}',
  'get /repos/{owner}/{repo}/branches',
  'get /repos/{owner}/{repo}/issues',
  'post /repos/{owner}/{repo}/issues',
  'get /repos/{owner}/{repo}/issues/{issue_number}',
  'patch /repos/{owner}/{repo}/issues/{issue_number}',
  'post /repos/{owner}/{repo}/issues/{issue_number}/assignees',
  'delete /repos/{owner}/{repo}/issues/{issue_number}/assignees',
  'get /repos/{owner}/{repo}/issues/{issue_number}/labels',
  'post /repos/{owner}/{repo}/issues/{issue_number}/labels',
  'delete /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}',
  'get /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'post /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'get /repos/{owner}/{repo}/issues/{issue_number}/sub_issues',
  'post /repos/{owner}/{repo}/issues/{issue_number}/sub_issues',
  'delete /repos/{owner}/{repo}/issues/{issue_number}/sub_issue',
  'get /repos/{owner}/{repo}/issues/events',
  'get /repos/{owner}/{repo}/issues/comments',
  'get /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'patch /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'delete /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'get /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
  'post /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
  'delete /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}',
  'get /repos/{owner}/{repo}/labels',
  'post /repos/{owner}/{repo}/labels',
  'patch /repos/{owner}/{repo}/labels/{name}',
  'get /repos/{owner}/{repo}/collaborators/{username}/permission',
  'get /repos/{owner}/{repo}/pulls',
  'post /repos/{owner}/{repo}/pulls',
  'get /repos/{owner}/{repo}/pulls/{pull_number}',
  'patch /repos/{owner}/{repo}/pulls/{pull_number}',
  'put /repos/{owner}/{repo}/pulls/{pull_number}/merge',
  'get /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
  'post /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
  'post /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers',
  'post /repos/{owner}/{repo}/dispatches',
  'post /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
  'get /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
  'get /repos/{owner}/{repo}/actions/runs/{run_id}',
  'get /repos/{owner}/{repo}/deployments',
  'post /repos/{owner}/{repo}/deployments',
  'post /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
  'get /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
  'post /repos/{owner}/{repo}/statuses/{sha}',
  'get /repos/{owner}/{repo}/commits/{ref}/statuses',
];

/** The part of a description that these operations need: their bodies, answers and the schemas those name. */
export function pruneDescription(
  description: unknown,
  operations: readonly string[],
): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const [method = '', path = ''] = operation.split(' ');
    const found = at(description, 'paths', path, method);
    if (found === undefined) throw new Error(`the description knows no operation ${operation}`);
    (paths[path] ??= {})[method] = withoutProse({
      operationId: at(found, 'operationId'),
      requestBody: at(found, 'requestBody'),
      responses: at(found, 'responses'),
    });
  }
  return {
    'x-origin': `@octokit/openapi, ${String(at(description, 'info', 'title'))} ${String(at(description, 'info', 'version'))}`,
    'x-licence': 'MIT, Copyright (c) GitHub and the Octokit contributors',
    paths,
    components: componentsOf(description, paths),
  };
}

/** Named components in reach, in the order in which they are met. */
function componentsOf(
  description: unknown,
  start: unknown,
): Record<string, Record<string, unknown>> {
  const components: Record<string, Record<string, unknown>> = {};
  const queue = [start];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const reference of JSON.stringify(next).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)) {
      const [, kind = '', name = ''] = reference;
      const group = (components[kind] ??= {});
      if (Object.hasOwn(group, name)) continue;
      group[name] = withoutProse(at(description, 'components', kind, name));
      queue.push(group[name]);
    }
  }
  return components;
}

const PROSE = new Set([
  'description',
  'summary',
  'example',
  'examples',
  'externalDocs',
  'title',
  'headers',
  'x-github-breaking-changes',
]);

/** Drops what explains; properties that happen to have such a name stay. */
function withoutProse(value: unknown, areNames = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutProse(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => inner !== undefined && (areNames || !PROSE.has(key)))
      .map(([key, inner]) => [key, withoutProse(inner, key === 'properties' && !areNames)]),
  );
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined,
    value,
  );
}

const [, script = '', source] = process.argv;
if (source !== undefined && import.meta.url === pathToFileURL(script).href) {
  const description: unknown = JSON.parse(readFileSync(source, 'utf8'));
  const target = fileURLToPath(new URL('./fixtures/github-api.json', import.meta.url));
  writeFileSync(target, `${JSON.stringify(pruneDescription(description, OPERATIONS))}\n`);
}
