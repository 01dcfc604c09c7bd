/** Where the public site can be put; null for what is not set up. */
export type PublishSettings = {
  readonly folder: FolderPlace | null;
  readonly s3: BucketPlace | null;
  readonly sftp: SftpPlace | null;
};

/** A folder of this machine, as a link to the newest of several versions. */
export type FolderPlace = {
  readonly path: string;
  /** How many versions stay, the newest included. */
  readonly keep: number;
};

/** A bucket of anything that speaks S3. */
export type BucketPlace = {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Put before every path; empty, or ending in a slash. */
  readonly prefix: string;
};

/** A folder of a host that takes files over SSH. */
export type SftpPlace = {
  readonly host: string;
  readonly port: number;
  /** Null for what the machine's SSH settings say. */
  readonly user: string | null;
  readonly path: string;
};

/** The kinds of places. */
export const PUBLISH_KINDS = [
  'folder',
  's3',
  'sftp',
] as const satisfies readonly (keyof PublishSettings)[];
