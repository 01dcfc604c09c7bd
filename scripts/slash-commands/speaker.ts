import type { Permission } from '../model/permission.ts';

/** Somebody who gives a command. */
export type Speaker = {
  /** Empty where only the name of a commit's author is known. */
  readonly login: string;
  readonly permission: Permission;
  /** The commit in which it is said, and its author's name; absent for what is said in words. */
  readonly commit?: { readonly hash: string; readonly name: string };
};
