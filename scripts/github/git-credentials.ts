// How git proves itself to GitHub: by the environment of the one process, so that no token lies in a checkout's files.

/** The environment with a token for everything below the address of a server (`https://github.com`), and no other. */
export function withGitCredentials(
  environment: Readonly<Record<string, string | undefined>>,
  serverUrl: string,
  token: string,
): Readonly<Record<string, string | undefined>> {
  const count = /^\d+$/.test(environment['GIT_CONFIG_COUNT'] ?? '')
    ? Number(environment['GIT_CONFIG_COUNT'])
    : 0;
  const proof = Buffer.from(`x-access-token:${token}`).toString('base64');
  const key = `http.${serverUrl.replace(/\/+$/, '')}/.extraheader`;
  // GitHub refuses two proofs in one request: an empty one takes those away that were set before.
  return {
    ...environment,
    GIT_CONFIG_COUNT: String(count + 2),
    [`GIT_CONFIG_KEY_${count}`]: key,
    [`GIT_CONFIG_VALUE_${count}`]: '',
    [`GIT_CONFIG_KEY_${count + 1}`]: key,
    [`GIT_CONFIG_VALUE_${count + 1}`]: `AUTHORIZATION: basic ${proof}`,
  };
}
