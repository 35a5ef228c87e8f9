// Where windows are and what they send. Every number comes from the data: the page pools nothing, it
// looks up which windows see a cell. A place is [row, column], of a cell in the input or of a window
// in the output.

const data = JSON.parse(document.getElementById("problem").textContent);
const [height, width] = data.shapes.input;
const [down, across] = data.shapes.output;
const windows = down * across;
const state = {
  variant: data.chosen,
  step: data.step, // from 1 to 2 * windows; 0 is the whole result
  at: data.at, // what was gone to: {of: "cell" or "window", at: [row, column]}
  pointed: null, // what the pointer is on
  view: { cell: [-Infinity, -Infinity], window: [0, 0] }, // the first row and column seen
};

const same = ([r, c], [s, d]) => r === s && c === d;
const order = ([i, j]) => i * across + j;

// --- where windows are ---------------------------------------------------------------------

const within = ([start, stop, step], x) => x >= start && x < stop && (x - start) % step === 0;
const listed = ([start, stop, step], low = -Infinity, high = Infinity) => {
  const all = [];
  for (let x = start; x < stop; x += step) if (x >= low && x < high) all.push(x);
  return all;
};
const pairs = (rows, columns) => rows.flatMap((r) => columns.map((c) => [r, c]));
const inWindow = ([i, j], [r, c]) => within(data.rows[i], r) && within(data.columns[j], c);
const cellsOf = ([i, j]) => pairs(listed(data.rows[i], 0, height), listed(data.columns[j], 0, width));
const seeing = (taps, x) => taps.flatMap((tap, i) => (within(tap, x) ? [i] : []));
const windowsOf = ([r, c]) => pairs(seeing(data.rows, r), seeing(data.columns, c));

// --- what they send ------------------------------------------------------------------------

const variant = () => data.variants[state.variant];
const panel = (k) => variant().panels[k] ?? data.variants[0].panels[k];
const of = (name, [i, j]) => {
  const values = variant()[name] ?? data.variants[0][name]; // what repeats is said once
  return Array.isArray(values) ? values[i][j] : values;
};
const number = (name, [row, column]) => {
  const { texts, rows, columns } = panel(data.names.indexOf(name));
  return texts[row - rows[0]][column - columns[0]];
};
const typed = ([r, c]) => rational(data.typed[r][c]);
const sent = (at) => rational(of("upstream", at));
const shareOf = (at) => rational(of("share", at));
const chosenBy = (at) => {
  const flat = of("argmax", at);
  return [Math.floor(flat / width), flat % width];
};
const ties = (at, [r, c]) => {
  const [row, column] = chosenBy(at);
  return data.ranks ? data.ranks[r][c] === data.ranks[row][column] : r === row && c === column;
};
const hits = (at, cell) => {
  if (data.operation === "avg") return true;
  return variant().several ? ties(at, cell) : same(cell, chosenBy(at));
};
const tied = (at) => {
  const all = data.ranks ? cellsOf(at).filter((cell) => ties(at, cell)) : [];
  return all.length > 1 ? all : [];
};
const hit = (at) => cellsOf(at).filter((cell) => hits(at, cell));
