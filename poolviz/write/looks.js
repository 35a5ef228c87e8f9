// How each cell looks: its number as far as the steps have come, its sign, role and frame.

const SHADES = 4;
const NOT_YET = "·";

function stepped() {
  const k = (state.step - 1) % windows;
  return { of: "window", row: Math.floor(k / across), column: k % across, backward: state.step > windows };
}

function scene() { // what is looked at, with what is the same for all cells
  const looked = state.step ? stepped() : state.pointed ?? state.at;
  if (!looked) return null;
  const { row, column } = looked;
  if (looked.of === "window") return { ...looked, tying: tied(row, column).length > 0 };
  const near = [[data.rows, row], [data.columns, column]].map(([taps, x]) => taps.filter((tap) => within(tap, x)));
  return { ...looked, sees: (r, c) => [r, c].every((x, axis) => near[axis].some((tap) => within(tap, x))) };
}

function look(grid, r, c, looked) {
  const text = known(grid, r, c);
  const base = grid.base(r, c);
  const framed = Boolean(looked) && inFrame(grid, r, c, looked);
  if (text === null) return { text: NOT_YET, mark: "", role: "zero", framed };
  const [mark, role] = looked ? played(grid, r, c, looked, text, base) : base;
  return { text, mark, role, framed };
}

function known(grid, r, c) { // a number as far as the steps have come; null where there is none
  const whole = number(grid.name, r, c);
  if (!state.step) return whole;
  if (grid.of === "window") return state.step > windows || r * across + c < state.step ? whole : null;
  if (grid.name !== "hits" && grid.name !== "gradient") return whole;
  if (state.step <= windows) return null;
  const hitting = windowsOf(r, c).filter(([i, j]) => hits(i, j, r, c));
  const before = hitting.filter(([i, j]) => i * across + j < state.step - windows);
  if (before.length === hitting.length) return whole;
  if (grid.name === "hits") return String(before.length);
  return shortly(total(before), data.decimals);
}

function inFrame(grid, r, c, looked) { // the cell, the windows that see it, or the window and what it hits
  const { of: kind, row, column } = looked;
  if (kind === grid.of) return row === r && column === c;
  if (kind === "cell") return inWindow(r, c, row, column);
  if (!inWindow(row, column, r, c)) return false;
  return grid.input || (looked.backward !== false && hits(row, column, r, c));
}

function played(grid, r, c, looked, text, base) { // the sign and the role of a cell
  if (grid.input) return inInput(r, c, looked, base);
  if (grid.name === "output" && looked.of === "cell" && inWindow(r, c, looked.row, looked.column)) {
    return ["", data.operation === "max" && hits(r, c, looked.row, looked.column) ? "won" : "window"];
  }
  return text === number(grid.name, r, c) ? base : ["", shade(text, named(grid.name))];
}

function inInput(r, c, looked, base) {
  const { row, column } = looked;
  if (looked.of === "cell") return !base[1] && looked.sees(r, c) ? ["", "seen"] : base;
  if (r < 0 || c < 0 || r >= height || c >= width) return base;
  if (!inWindow(row, column, r, c)) return ["", ""];
  if (data.operation === "avg") return ["", "window"];
  const won = hits(row, column, r, c);
  const tie = looked.tying && ties(row, column, r, c);
  return [(won ? "*" : "") + (tie ? "=" : ""), won ? "won" : tie ? "tied" : "window"];
}

function shade(text, { largest }) { // a sum on its way is shaded by the scale of the whole
  const [n, d] = rational(text).map(Number);
  const step = Math.ceil((Math.abs(n / d) / largest) * SHADES);
  return step ? `${n > 0 ? "more" : "less"}${Math.min(step, SHADES)}` : "zero";
}
