import { closedLoop, openLoop, start, transfer } from './measures.mjs';

// What is measured, and what is aimed at. A ratio is taken within a round, where all had the same machine, and only then the median.

const GATEWAY = 'migo-gateway';
const SECTIONS = 4;

const each = (names, request) => names.map((name) => ({ name, contestant: name, request }));

/** How many requests one makes with the CPU that another makes one with. */
const byCpu = (of, to) => (round) => round[to].cpuMicros / round[of].cpuMicros;
const byRate = (of, to) => (round) => round[of].rate / round[to].rate;
/** How much later than straight from the upstream; NaN where the machine was too restless to tell. */
const added = (round, name, percentile) => {
  const difference = round[name][percentile] - round['upstream'][percentile];
  return difference > 0 ? difference : NaN;
};

export const SCENARIOS = [
  {
    name: 'pass-through',
    about: 'a GET of 1 KiB, 64 connections',
    measure: closedLoop,
    cases: each([GATEWAY, 'http-proxy', 'nest-express-axios', 'nginx', 'haproxy', 'caddy'], 'list'),
    ratios: [
      { name: `${GATEWAY} / http-proxy, by CPU`, of: byCpu(GATEWAY, 'http-proxy'), atLeast: 1.2 },
      { name: `${GATEWAY} / nest-express-axios, by CPU`, of: byCpu(GATEWAY, 'nest-express-axios'), atLeast: 4 },
      { name: `${GATEWAY} / caddy, by CPU`, of: byCpu(GATEWAY, 'caddy'), atLeast: 1 },
      { name: `${GATEWAY} / nginx, by CPU`, of: byCpu(GATEWAY, 'nginx') },
      { name: `${GATEWAY} / haproxy, by CPU`, of: byCpu(GATEWAY, 'haproxy') },
    ],
  },
  {
    name: 'post',
    about: 'a POST of 2 KiB of JSON, which the gateway checks by its DTO',
    measure: closedLoop,
    cases: each([GATEWAY, 'http-proxy', 'nest-express-axios', 'nginx'], 'create'),
    ratios: [
      { name: `${GATEWAY} / http-proxy, by CPU`, of: byCpu(GATEWAY, 'http-proxy') },
      { name: `${GATEWAY} / nest-express-axios, by CPU`, of: byCpu(GATEWAY, 'nest-express-axios') },
    ],
  },
  {
    name: 'keyed',
    about: 'the same POST with an Idempotency-Key, 16 connections, Redis on the same machine',
    needsRedis: true,
    connections: 16,
    measure: closedLoop,
    cases: [
      { name: 'unkeyed', contestant: GATEWAY, request: 'create' },
      { name: 'keyed', contestant: GATEWAY, request: 'keyedCreate' },
    ],
    ratios: [
      { name: 'keyed / unkeyed, by rate', of: byRate('keyed', 'unkeyed'), atLeast: 0.6 },
      { name: 'keyed / unkeyed, by CPU', of: byCpu('keyed', 'unkeyed') },
    ],
  },
  {
    name: 'view',
    about: 'four sections in one answer, next to @nestjs/axios with Promise.all and to one call',
    measure: closedLoop,
    cases: [
      { name: 'view', contestant: GATEWAY, request: 'view' },
      { name: 'pass-through', contestant: GATEWAY, request: 'list' },
      { name: 'nest-axios-view', contestant: 'nest-axios-view', request: 'view' },
    ],
    ratios: [
      {
        name: 'a section / a pass-through call, CPU needed',
        of: (round) => round['view'].cpuMicros / SECTIONS / round['pass-through'].cpuMicros,
        atMost: 2.2,
      },
      { name: 'view / nest-axios-view, by CPU', of: byCpu('view', 'nest-axios-view'), atLeast: 3 },
      { name: 'view / nest-axios-view, by rate', of: byRate('view', 'nest-axios-view') },
    ],
  },
  {
    name: 'slow-view',
    about: 'the same view, where each section takes the upstream 100 ms; 20 a second',
    measure: openLoop,
    rate: 20,
    delayMs: 100,
    cases: each([GATEWAY, 'nest-axios-view'], 'view'),
    ratios: [{ name: 'median of the view, ms', of: (round) => round[GATEWAY].p50, atMost: 140 }],
  },
  {
    name: 'stream',
    about: '500 MB as one answer (down) and as one form of two files (up)',
    measure: transfer,
    mostRounds: 2,
    cases: ['download', 'upload'].flatMap((way) =>
      [GATEWAY, 'http-proxy', 'nginx'].map((contestant) => ({ name: `${contestant} ${way}`, contestant, way })),
    ),
    ratios: [],
  },
  {
    name: 'open-loop',
    about: '300 GETs of 1 KiB a second, counted from when each was planned (coordinated omission corrected)',
    measure: openLoop,
    rate: 300,
    cases: each(['upstream', 'http-proxy', GATEWAY], 'list'),
    ratios: ['p50', 'p90', 'p99'].map((percentile) => ({
      name: `${percentile} added by ${GATEWAY} / by http-proxy`,
      of: (round) => added(round, GATEWAY, percentile) / added(round, 'http-proxy', percentile),
      ...(percentile !== 'p90' && { atMost: 1.2 }),
    })),
  },
  {
    name: 'start',
    about: 'from the start of the process on, under full load as soon as it listens',
    measure: start,
    mostRounds: 1,
    cases: [
      { name: 'code cache of the image', contestant: GATEWAY, hasCache: true },
      { name: 'no code cache', contestant: GATEWAY, hasCache: false },
    ],
    ratios: [],
  },
];
