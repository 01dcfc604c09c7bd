import { describe, expect, test } from 'vitest';
import {
  incidentOfPath,
  incidentPath,
  isHistoryFile,
  isHistoryPath,
  postmortemPath,
} from './history-path.ts';

const ID = '2026-11-21-payments-api';

describe('the file of an incident and of its post-mortem', () => {
  test('stand in the year in which it was declared', () => {
    expect(incidentPath(ID)).toBe('incidents/2026/2026-11-21-payments-api.md');
    expect(postmortemPath(ID)).toBe('postmortems/2026/2026-11-21-payments-api.md');
  });

  test('tell which incident they are of, also from the top of a larger repository', () => {
    for (const path of [incidentPath(ID), postmortemPath(ID)])
      expect([incidentOfPath(path), incidentOfPath(`ops/${path}`)]).toEqual([ID, ID]);
  });

  test('are what programs may write; notes, other endings and ways out of the folder are not', () => {
    const others = [
      `postmortems/2026/${ID}/notes/mara.md`,
      `incidents/2026/${ID}.txt`,
      `incidents/2026/../../${ID}.md`,
      `incidents/${ID}.md`,
      `ops/${incidentPath(ID)}`,
      'rules/payments.yaml',
    ];
    expect([incidentPath(ID), postmortemPath(ID)].every(isHistoryFile)).toBe(true);
    expect(others.filter(isHistoryFile)).toEqual([]);
    expect(others.slice(0, 4).map(incidentOfPath)).toEqual([null, null, null, null]);
  });
});

test('history is what lies in the folders of incidents and of post-mortems, whatever it is called', () => {
  expect(['incidents/scan.pdf', 'postmortems/2026/x.md'].every(isHistoryPath)).toBe(true);
  expect(['incidents.md', 'rules/incidents/x.yaml', 'tocsin.yaml'].some(isHistoryPath)).toBe(false);
});
