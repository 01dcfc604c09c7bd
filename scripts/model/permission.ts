/** What GitHub lets somebody do in a repository, least first. Roles that people made count as the level that they are built on. */
export const PERMISSIONS = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;

/** What GitHub lets somebody do in a repository, as its API says when asked. */
export type Permission = (typeof PERMISSIONS)[number];

/** Whether a permission is at least another one. */
export function isAtLeast(permission: Permission, floor: Permission): boolean {
  return PERMISSIONS.indexOf(permission) >= PERMISSIONS.indexOf(floor);
}
