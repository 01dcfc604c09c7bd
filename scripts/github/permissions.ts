// What a person may do in the repository, as GitHub says it now; nothing else about an author proves anything.
import { type Permission, PERMISSIONS } from '../model/permission.ts';
import { acceptRefusal, type Answer, mapAnswer } from './answer.ts';
import type { Client } from './client.ts';

/** What Tocsin needs of permissions. */
export type Permissions = {
  /** The level of a person; somebody whom GitHub does not know has none. */
  readonly levelOf: (login: string) => Promise<Answer<Permission>>;
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
      return acceptRefusal<Permission>(level, 'missing', 'none');
    },
  };
}

function find(name: string): Permission | null {
  return PERMISSIONS.find((level) => level === name) ?? null;
}
