// How git proves itself to GitHub: by the environment of the one process, so that no token lies in a checkout's files.

/** The environment with a token for everything below the address of a server (`https://github.com`). */
export function withGitCredentials(
  environment: Readonly<Record<string, string | undefined>>,
  serverUrl: string,
  token: string,
): Readonly<Record<string, string | undefined>> {
  const count = /^\d+$/.test(environment['GIT_CONFIG_COUNT'] ?? '')
    ? Number(environment['GIT_CONFIG_COUNT'])
    : 0;
  const proof = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    ...environment,
    GIT_CONFIG_COUNT: String(count + 1),
    [`GIT_CONFIG_KEY_${count}`]: `http.${serverUrl.replace(/\/+$/, '')}/.extraheader`,
    [`GIT_CONFIG_VALUE_${count}`]: `AUTHORIZATION: basic ${proof}`,
  };
}
