import { hmacHeader } from './hmac-header.ts';

/** Jira: HMAC-SHA256 of the body; any other method in the header is refused. */
export const jira = hmacHeader({ name: 'x-hub-signature', algorithm: 'sha256' });
