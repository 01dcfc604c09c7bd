import { hmacHeader } from './hmac-header.ts';

/** Intercom: HMAC-SHA1 of the body, the only method it knows. */
export const intercom = hmacHeader({ name: 'x-hub-signature', algorithm: 'sha1' });
