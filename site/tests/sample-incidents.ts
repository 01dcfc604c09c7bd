// What went wrong at Larder.
import type { IncidentView } from '../../scripts/publication/view.ts';
import { entry, past } from './sample-entry.ts';

/** What is over, newest first. */
export const PAST: readonly IncidentView[] = [
  past(
    '2026-11-19',
    '06:42',
    38,
    'Driver app signs some drivers out',
    [['Driver app', 'degraded']],
    [
      'Some drivers are signed out at the start of their route and must sign in again.',
      'A certificate was renewed on two of three servers. We are renewing the third one.',
      'Drivers stay signed in. No delivery was lost.',
    ],
  ),
  past(
    '2026-11-14',
    '16:05',
    102,
    'Orders cannot be placed in the web shop and the app',
    [
      ['Web shop', 'major_outage'],
      ['Mobile app', 'major_outage'],
      ['Standing orders', 'degraded'],
    ],
    [
      'You cannot place orders at the moment. Orders placed before 16:05 UTC are safe.',
      'A database ran out of connections after a change to the search. We are taking the change back.',
      'Ordering works again. All standing orders ran, up to 40 minutes late.',
    ],
    '<p>On 14 November you could not place orders for 1 hour and 42 minutes. We know that this is the hour in which many kitchens order for the weekend, and we are sorry.</p><h3>What happened</h3><p>A new version of the product search opened more database connections than the database allows. From 16:05 UTC the web shop and the app waited for a free one.</p><h3>What we changed</h3><ul><li>Search now has its own limit and cannot take connections from ordering.</li><li>Each new version serves one in twenty customers for an hour before everybody gets it.</li><li>You will hear from us within ten minutes when ordering stops; this time it took eleven.</li></ul>',
  ),
  past(
    '2026-11-09',
    '11:20',
    25,
    'Supplier catalogues take longer to appear',
    [['Catalogue upload', 'degraded']],
    [
      'New catalogues take up to 20 minutes to appear.',
      'One very large catalogue holds up the others. We are moving it aside.',
      'All catalogues are up to date.',
    ],
  ),
  past(
    '2026-10-28',
    '05:15',
    64,
    'Some card payments were declined',
    [['Card payments', 'partial_outage']],
    [
      'About one in six card payments is declined although the card is fine.',
      'Our payment provider has a problem in one region. We are sending payments through another one.',
      'Card payments work. Nobody was charged twice.',
    ],
    '<p>For 64 minutes about one in six card payments was declined. Payments now move to another region by themselves within two minutes.</p>',
  ),
  past(
    '2026-10-11',
    '13:48',
    51,
    'Live tracking shows old positions',
    [
      ['Live tracking', 'degraded'],
      ['Route planning', 'degraded'],
    ],
    [
      'Vans appear up to 15 minutes behind where they are.',
      'Messages from the vans queue up. We are adding capacity.',
      'Positions are live again.',
    ],
  ),
  past(
    '2026-09-30',
    '22:10',
    190,
    'Sensor readings arrive late',
    [['Cold-chain sensors', 'partial_outage']],
    [
      'Temperatures of some vans arrive late. Alarms in the vans themselves work.',
      'A mobile network is down in the north. Readings are kept in the vans.',
      'All readings have arrived; no limit was exceeded.',
    ],
  ),
  past(
    '2026-09-17',
    '08:02',
    33,
    'Sign-in fails for some suppliers',
    [
      ['Sign-in', 'major_outage'],
      ['Stock sync', 'degraded'],
    ],
    [
      'Suppliers cannot sign in.',
      'A setting was lost in a deployment. We are restoring it.',
      'Everybody can sign in.',
    ],
  ),
  past(
    '2026-09-03',
    '10:30',
    47,
    'Invoices of 2 September were sent late',
    [['Invoices', 'degraded']],
    [
      'Invoices of yesterday have not been sent yet.',
      'A job did not start. It is running now.',
      'All invoices were sent.',
    ],
  ),
];

/** A finished maintenance. */
export const PAST_MAINTENANCE = entry({
  id: '2026-11-11-invoices-maintenance',
  title: 'New archive for invoices',
  began: '2026-11-11T21:00:00.000Z',
  lasted: 80,
  window: 120,
  touches: [['Invoices', 'maintenance']],
  told: [
    [-4320, 'scheduled', 'Invoices cannot be downloaded during this time.'],
    [0, 'in_progress', 'We have begun.'],
    [80, 'completed', 'The new archive is in use.'],
  ],
});

/** A planned maintenance. */
export const UPCOMING = entry({
  id: '2026-11-24-route-planning',
  title: 'Move of route planning to a larger database',
  began: '2026-11-24T20:00:00.000Z',
  lasted: null,
  window: 90,
  touches: [
    ['Route planning', 'maintenance'],
    ['Driver app', 'maintenance'],
  ],
  told: [
    [
      -5760,
      'scheduled',
      'Routes can be viewed but not changed during this time. Plan Wednesday’s routes before 20:00 UTC.',
    ],
  ],
});

/** A maintenance under way. */
export const RUNNING = entry({
  id: '2026-11-21-stock-sync-maintenance',
  title: 'Stock sync moves to its new address',
  began: '2026-11-21T08:00:00.000Z',
  lasted: null,
  window: 180,
  touches: [['Stock sync', 'maintenance']],
  told: [
    [
      0,
      'in_progress',
      'Stock levels are not updated until about 11:00 UTC. Changes are kept and applied afterwards.',
    ],
  ],
});

/** The incident of the sample with one sev1. */
export const CARDS = entry({
  id: '2026-11-21-card-payments',
  title: 'Card payments are failing for some customers',
  began: '2026-11-21T08:47:00.000Z',
  lasted: null,
  touches: [
    ['Card payments', 'major_outage'],
    ['Web shop', 'degraded'],
  ],
  told: [
    [
      6,
      'investigating',
      'Some card payments fail. Orders paid by direct debit or on account are not affected. We are looking for the cause.',
    ],
    [
      31,
      'identified',
      'A payment provider rejects our requests since a change on its side. We are moving card payments to our second provider, which takes about 20 minutes. Please do not pay a second time: failed payments are not charged. The next update comes by 09:50 UTC.',
    ],
  ],
});

/** Four more for the worst day. */
export const MORE: readonly IncidentView[] = [
  entry({
    id: '2026-11-21-live-tracking',
    title: 'Live tracking shows no vans',
    began: '2026-11-21T08:52:00.000Z',
    lasted: null,
    touches: [['Live tracking', 'partial_outage']],
    told: [[10, 'investigating', 'The map is empty. Deliveries are on their way as planned.']],
  }),
  entry({
    id: '2026-11-21-driver-app',
    title: 'Driver app loads slowly',
    began: '2026-11-21T08:58:00.000Z',
    lasted: null,
    touches: [['Driver app', 'degraded']],
    told: [
      [
        9,
        'identified',
        'The app takes up to a minute to load. Routes already loaded keep working.',
      ],
    ],
  }),
  entry({
    id: '2026-11-21-sign-in',
    title: 'Suppliers cannot sign in',
    began: '2026-11-21T09:03:00.000Z',
    lasted: null,
    touches: [
      ['Sign-in', 'major_outage'],
      ['Catalogue upload', 'partial_outage'],
    ],
    told: [
      [5, 'investigating', 'Suppliers cannot sign in. Those who are signed in can go on working.'],
    ],
  }),
  entry({
    id: '2026-11-21-price-lists',
    title: 'Price lists of some suppliers are a day old',
    began: '2026-11-21T04:10:00.000Z',
    lasted: null,
    touches: [['Price lists', 'degraded']],
    told: [
      [180, 'monitoring', 'New prices are being loaded. Orders placed at an old price keep it.'],
    ],
  }),
];
