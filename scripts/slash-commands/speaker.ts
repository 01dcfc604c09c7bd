import type { Permission } from '../model/permission.ts';

/** Somebody who gives a command. */
export type Speaker = {
  readonly login: string;
  readonly permission: Permission;
};
