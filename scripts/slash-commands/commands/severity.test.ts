// How bad it is, and who is called because it became worse.
import { describe, expect, test } from 'vitest';
import { open, say } from '../testing/manager.ts';

describe('severity', () => {
  test('is raised with whom to reach because of it, and lowered without forgetting the worst', () => {
    const room = open();
    expect(say(room, '/sev 1 all payments')).toMatch(
      /`sev3` → `sev1`\. Reach .+ yourself, since no channel is connected yet/,
    );
    say(room, '/sev SEV-4');
    expect(room.incident()).toMatchObject({ severity: 'sev4', severityMax: 'sev1' });
    expect(say(room, '/sev 4')).toContain('refused: It is `sev4` already.');
    expect(say(room, '/sev P1 again')).toContain('`sev4` → `sev1`');
    expect(say(room, '/sev 0')).toContain('refused: It is `sev1` already.');
    expect(say(room, '/sev 1.5')).toContain('refused: Unexpected severity `1.5`');
    expect(say(room, '/sev 7')).toContain('refused: Unexpected severity `7`');
  });

  test('is raised with whom to reach also where no service is known', () => {
    const room = open({ services: [], owner: '{team: platform, function: devops}' });
    expect(say(room, '/sev 1')).toMatch(
      /`sev1`\. Reach .+ \(on call platform-primary\), #platform-alerts yourself/,
    );
    expect(room.incident().called).toContain('on call platform-primary');
  });

  test('is raised with the reason why nobody is called', () => {
    const room = open({ services: [], owner: '{team: cold-chain, function: backend}' });
    expect(say(room, '/sev 1')).toContain(
      '. Nobody is called, since `cold-chain` is in shadow mode: `/page cold-chain` calls whoever is on call there.',
    );
  });
});
