// What a person may do in the repository, as GitHub says it now; nothing else about an author proves anything.
import { acceptRefusal, type Answer, mapAnswer } from './answer.ts';
import type { Client } from './client.ts';

/** GitHub's levels, the lowest first. Roles that an organisation made count as the level that they are built on. */
export const PERMISSION_LEVELS = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;

/** One of them. */
export type PermissionLevel = (typeof PERMISSION_LEVELS)[number];

/** What Tocsin needs of permissions. */
export type Permissions = {
  /** The level of a person; somebody whom GitHub does not know has none. */
  readonly levelOf: (login: string) => Promise<Answer<PermissionLevel>>;
};

/** Permissions in the client's repository. */
export function createPermissions({ place, ask }: Client): Permissions {
  return {
    levelOf: async (login) => {
      const answer = await ask('read a permission', ({ rest }) =>
        rest.repos.getCollaboratorPermissionLevel({ ...place, username: login }),
      );
      const level = mapAnswer(
        answer,
        ({ data }) => find(data.role_name) ?? find(data.permission) ?? 'none',
      );
      return acceptRefusal<PermissionLevel>(level, 'missing', 'none');
    },
  };
}

function find(name: string): PermissionLevel | null {
  return PERMISSION_LEVELS.find((level) => level === name) ?? null;
}
