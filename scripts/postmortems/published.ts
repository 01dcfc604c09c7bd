// What customers read of a post-mortem, and since when.
import type { Instant } from '../model/instant.ts';
import type { Postmortem } from '../model/postmortem.ts';

/** Of a post-mortem only its customer message, and only once it is published. */
export function publishedMessage(postmortem: Postmortem | null): string | null {
  const isOut =
    postmortem !== null &&
    postmortem.public &&
    (postmortem.state === 'published' || postmortem.state === 'closed');
  return isOut ? postmortem.customerMessage : null;
}

/** Since when customers read it; null where they do not, or nobody wrote that down. What is dated ahead tells nothing. */
export function publishedSince(postmortem: Postmortem | null, now: Instant): Instant | null {
  const since = postmortem?.published ?? null;
  return publishedMessage(postmortem) === null || since === null || since > now ? null : since;
}
