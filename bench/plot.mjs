import { median } from './report.mjs';

const WIDTH = 760;
const [LEFT, RIGHT] = [190, 30];
const INNER = WIDTH - LEFT - RIGHT;
const BAR = 22;
const CURVE_HEIGHT = 220;
const COLOURS = {
  'migo-gateway': '#0b6e4f',
  'code cache of the image': '#0b6e4f',
  'http-proxy': '#d17a22',
  upstream: '#666',
};
const OTHER_COLOUR = '#9bb1bd';

/** A run as a picture (SVG): what of it there is, one panel below the other. */
export function plot({ at, machine, load, scenarios }) {
  const panels = [
    ...scenarios.filter(({ rounds }) => 'cpuMicros' in first(rounds)).map(cpuPanel),
    ...scenarios.filter(({ rounds }) => 'curve' in first(rounds)).map(curvePanel),
  ];
  const placed = [];
  let top = 60;
  for (const { height, content } of panels) {
    placed.push(`<g transform="translate(0 ${top})">${content}</g>`);
    top += height + 40;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" width="${WIDTH}" height="${top}" font-family="system-ui, sans-serif" font-size="12" fill="#222">
<rect width="100%" height="100%" fill="#fff"/>
${text(20, 26, `Migo Gateway, ${at.slice(0, 10)}`, 'font-size="18" font-weight="600"')}
${text(20, 44, `${machine}, load average ${load.join(' to ')}`, 'fill="#666"')}
${placed.join('\n')}
</svg>
`;
}

/** Medians as bars, with a line from the lowest to the highest round. */
function cpuPanel({ name, rounds }) {
  const bars = Object.keys(rounds[0]).map((own) => ({ own, values: rounds.map((round) => round[own].cpuMicros) }));
  const most = Math.max(...bars.flatMap(({ values }) => values));
  const x = (value) => LEFT + (value / most) * (INNER - 50);
  const rows = bars.map(({ own, values }, index) => {
    const y = 20 + index * BAR;
    const [middle, low, high] = [median(values), Math.min(...values), Math.max(...values)];
    return [
      text(LEFT - 8, y + 12, own, 'text-anchor="end"'),
      `<rect x="${LEFT}" y="${y}" width="${round(x(middle) - LEFT)}" height="16" fill="${COLOURS[own] ?? OTHER_COLOUR}"/>`,
      `<path d="M${round(x(low))} ${y + 8}H${round(x(high))}" stroke="#222"/>`,
      text(x(high) + 6, y + 12, middle.toFixed(0)),
    ].join('');
  });
  return {
    height: 20 + bars.length * BAR,
    content: title(`${name}: µs of CPU for a request, less is better`) + rows.join(''),
  };
}

/** What each measure draws: which axis tells what, and how far it goes. */
const CURVES = {
  'open-loop': {
    title: 'milliseconds from the planned time, by share of the requests',
    x: percent,
    y: (ms) => `${ms} ms`,
    isLog: true,
  },
  'slow-view': {
    title: 'milliseconds from the planned time, by share of the requests',
    x: percent,
    y: (ms) => `${ms} ms`,
    isLog: true,
  },
  start: {
    title: 'rate as a part of the steady one, by seconds since the process began',
    x: (s) => `${s} s`,
    y: percent,
    isLog: false,
  },
};

/** The first round of each case. */
function curvePanel({ name, rounds: [figures] }) {
  const { title: about, x: xText, y: yText, isLog } = CURVES[name];
  const curves = Object.entries(figures).map(([own, { curve }]) => ({ own, curve }));
  const points = curves.flatMap(({ curve }) => curve);
  const scale = isLog ? Math.log10 : (value) => value;
  const [low, high] = [isLog ? Math.min(...points.map(([, y]) => y)) : 0, Math.max(...points.map(([, y]) => y))];
  const right = Math.max(...points.map(([x]) => x));
  const x = (value) => LEFT + (value / right) * INNER;
  const y = (value) => 20 + CURVE_HEIGHT * (1 - (scale(value) - scale(low)) / (scale(high) - scale(low)));
  const content = [
    title(`${name}: ${about}`),
    ...ticks(low, high, isLog).map(
      (value) => rule(y(value)) + text(LEFT - 8, y(value) + 4, yText(value), 'text-anchor="end"'),
    ),
    ...[0, 0.25, 0.5, 0.75, 1].map((part) =>
      text(x(right * part), CURVE_HEIGHT + 38, xText(Math.round(right * part * 100) / 100), 'text-anchor="middle"'),
    ),
    ...curves.map(({ own, curve }, index) => {
      const colour = COLOURS[own] ?? OTHER_COLOUR;
      const line = curve.map(([at, value]) => `${round(x(at))},${round(y(value))}`).join(' ');
      const legend = text(20, 36 + index * 18, own, `fill="${colour}" font-weight="600"`);
      return `<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="2"/>${legend}`;
    }),
  ];
  return { height: CURVE_HEIGHT + 40, content: content.join('') };
}

function ticks(low, high, isLog) {
  if (!isLog) return [0, 0.25, 0.5, 0.75, 1].filter((value) => value <= high);
  return [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].filter((value) => value >= low && value <= high);
}

function first([round]) {
  return Object.values(round)[0];
}

function title(words) {
  return text(20, 8, words, 'font-weight="600"');
}

function rule(y) {
  return `<path d="M${LEFT} ${round(y)}H${WIDTH - RIGHT}" stroke="#ddd"/>`;
}

function text(x, y, words, attributes = '') {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
}

function percent(part) {
  return `${Math.round(part * 100)} %`;
}

function round(value) {
  return Math.round(value * 10) / 10;
}
