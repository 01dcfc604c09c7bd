/** What GitHub lets somebody do in the repository, least first. */
export const PERMISSIONS = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;

/** What GitHub lets somebody do in the repository, as its API says when asked. */
export type Permission = (typeof PERMISSIONS)[number];

/** Somebody who gives a command. */
export type Speaker = {
  readonly login: string;
  readonly permission: Permission;
};

/** Whether a permission is at least another one. */
export function isAtLeast(permission: Permission, floor: Permission): boolean {
  return PERMISSIONS.indexOf(permission) >= PERMISSIONS.indexOf(floor);
}
