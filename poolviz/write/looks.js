// How each cell looks: its number as far as the steps have come, its sign, role and frame.

const SHADES = 4;
const NOT_YET = "·";

function stepped() {
  const k = (state.step - 1) % windows;
  return { of: "window", at: [Math.floor(k / across), k % across], backward: state.step > windows };
}

function scene() { // what is looked at, with what is the same for all cells
  const looked = state.step ? stepped() : state.pointed ?? state.at;
  if (!looked) return null;
  if (looked.of === "window") return { ...looked, tying: tied(looked.at).length > 0 };
  const near = [data.rows, data.columns].map((taps, axis) => taps.filter((tap) => within(tap, looked.at[axis])));
  return { ...looked, sees: (cell) => cell.every((x, axis) => near[axis].some((tap) => within(tap, x))) };
}

function look(grid, at, looked) {
  const text = known(grid, at);
  const base = grid.base(at);
  const framed = Boolean(looked) && inFrame(grid, at, looked);
  if (text === null) return { text: NOT_YET, mark: "", role: "zero", framed };
  const [mark, role] = looked ? played(grid, at, looked, text, base) : base;
  return { text, mark, role, framed };
}

function known(grid, at) { // a number as far as the steps have come; null where there is none
  const whole = number(grid.name, at);
  if (!state.step) return whole;
  if (grid.of === "window") return state.step > windows || order(at) < state.step ? whole : null;
  if (grid.name !== "hits" && grid.name !== "gradient") return whole;
  if (state.step <= windows) return null;
  const hitting = windowsOf(at).filter((window) => hits(window, at));
  const before = hitting.filter((window) => order(window) < state.step - windows);
  if (before.length === hitting.length) return whole;
  return grid.name === "hits" ? String(before.length) : written(total(before), data.decimals);
}

function inFrame(grid, at, looked) { // the cell, the windows that see it, or the window and what it hits
  if (looked.of === grid.of) return same(at, looked.at);
  if (looked.of === "cell") return inWindow(at, looked.at);
  if (!inWindow(looked.at, at)) return false;
  return grid.input || (looked.backward !== false && hits(looked.at, at));
}

function played(grid, at, looked, text, base) { // the sign and the role of a cell
  if (grid.input) return inInput(grid, at, looked, base);
  if (grid.name === "output" && looked.of === "cell" && inWindow(at, looked.at)) {
    return ["", data.operation === "max" && hits(at, looked.at) ? "won" : "window"];
  }
  return text === number(grid.name, at) ? base : ["", shade(text, panel(grid.k))];
}

function inInput(grid, at, looked, base) {
  if (looked.of === "cell") return !base[1] && looked.sees(at) ? ["", "seen"] : base;
  if (!grid.inside(at)) return base;
  if (!inWindow(looked.at, at)) return ["", ""];
  if (data.operation === "avg") return ["", "window"];
  const won = hits(looked.at, at);
  const tie = looked.tying && ties(looked.at, at);
  return [(won ? "*" : "") + (tie ? "=" : ""), won ? "won" : tie ? "tied" : "window"];
}

function shade(text, { largest }) { // a sum on its way is shaded by the scale of the whole
  const [n, d] = rational(text).map(Number);
  const step = Math.ceil((Math.abs(n / d) / largest) * SHADES);
  return step ? `${n > 0 ? "more" : "less"}${Math.min(step, SHADES)}` : "zero";
}
