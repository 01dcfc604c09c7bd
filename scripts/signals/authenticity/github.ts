import { hmacHeader } from './hmac-header.ts';

/** GitHub: HMAC-SHA256 of the body; the older header with SHA-1 is never read. */
export const github = hmacHeader({ name: 'x-hub-signature-256', algorithm: 'sha256' });
