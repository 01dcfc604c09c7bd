/** Whether a host is one of Amazon's notification service: only from there come its certificates and confirmations. */
export function isSnsHost(hostname: string): boolean {
  return /^sns\.[a-z0-9-]{3,40}\.amazonaws\.com(?:\.cn)?$/.test(hostname);
}
