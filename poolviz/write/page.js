// The controls, and what follows when one of them or a cell is used.

const MOST_LISTED = 100;

function see(kind, axis, low, high) { // move what is seen as little as needed
  const first = state.view[kind][axis];
  const room = high - low + 2 < PART ? 1 : 0;
  if (low - room < first) state.view[kind][axis] = low - room;
  else if (high + room > first + PART - 1) state.view[kind][axis] = high + room - PART + 1;
}

function follow(found, own = true) { // see what is looked at, and what belongs to it
  if (!found) return;
  if (own) found.at.forEach((x, axis) => see(found.of, axis, x, x));
  [data.rows, data.columns].forEach((taps, axis) => {
    const x = found.at[axis];
    const near = found.of === "window" ? listed(taps[x]) : seeing(taps, x);
    const last = Math.min(near[near.length - 1], near[0] + PART - 1);
    if (near.length) see(found.of === "window" ? "cell" : "window", axis, near[0], last);
  });
}

function goTo(found) {
  Object.assign(state, { at: found, pointed: null, step: 0 });
  follow(found);
  paint();
}

function pointAt(found) {
  if (state.step || (!found && !state.pointed)) return;
  state.pointed = found;
  follow(found, false);
  paint();
}

function stepTo(step) {
  state.step = step < 1 || step > 2 * windows ? 0 : step;
  Object.assign(state, { at: null, pointed: null });
  if (state.step) follow(stepped());
  paint();
}

function choose(k) {
  state.variant = k;
  told();
  paint();
}

const slider = el("input", { type: "range", min: 1, max: 2 * windows + 1, id: "step",
  autocomplete: "off", oninput: () => stepTo(Number(slider.value)) });
const shownStep = el("output", { htmlFor: "step" });
const button = (text, step) => el("button", { type: "button", onclick: () => stepTo(step()) }, text);
const status = el("div", { className: "status", role: "status" });
const list = el("div", { className: "list" });
const legend = el("ul", { className: "legend" });
const remarks = el("div", { className: "remarks" });

function player() {
  const back = () => (state.step ? state.step - 1 : 2 * windows);
  return el("div", { className: "player", role: "group", "aria-label": "Step by step",
    onkeydown: (event) => {
      const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!move || event.target === slider) return;
      event.preventDefault();
      stepTo(move < 0 ? back() : state.step + 1);
    } },
    el("label", { htmlFor: "step" }, "Step by step"),
    button("Back", back), slider, button("Forward", () => state.step + 1),
    button("Whole result", () => 0), shownStep);
}

function choice() {
  if (data.variants.length < 2) return [];
  const radios = data.variants.map(({ name }, k) => el("label", {},
    el("input", { type: "radio", name: "variant", value: name, autocomplete: "off",
      checked: k === state.variant, onchange: () => choose(k) }), el("span", {}, name)));
  return [el("fieldset", {}, el("legend", {}, data.question), ...radios)];
}

function told() { // the sums, the signs and the remarks of a variant
  remarks.replaceChildren(...variant().sentences.map((text) => el("p", {}, text)));
  const sign = (mark, role) => el("span", { className: `sign ${role}` }, mark);
  const scale = (role, k) => sign(k ? "" : "0", role);
  legend.replaceChildren(
    ...variant().legend.map(([mark, role, meaning]) => el("li", {}, sign(mark, role), ` ${meaning}`)),
    ...variant().scales.map(([roles, meaning]) => el("li", {}, ...roles.map(scale), ` ${meaning}`)));
}

function say(...sentences) {
  const now = sentences.join("\n");
  if (status.was === now) return;
  status.was = now;
  status.replaceChildren(...sentences.map((text) => el("p", {}, text)));
}

function explain(looked) {
  list.replaceChildren();
  if (!looked) {
    say("Point at a cell, or go to it with Tab and the arrow keys, to see all windows that see it; at a "
      + "cell of the output, to see its window.");
  } else if (looked.of === "cell") {
    const seen = windowsOf(looked.at);
    const hitting = seen.filter((at) => hits(at, looked.at));
    say(cellTitle(looked.at, seen, hitting), cellSum(looked.at, hitting));
    if (seen.length) list.append(windowList(looked.at, seen, hitting));
  } else if (!state.step) say(where(looked.at), forward(looked.at), backward(looked.at));
  else if (!looked.backward) say(where(looked.at), forward(looked.at));
  else say(where(looked.at), backward(looked.at), ...additions(looked.at));
}

function windowList(cell, seen, hitting) {
  const heads = ["window", "rows", "columns", "output", data.operation === "max" ? `cell ${place(cell)}`
    : "upstream / divisor", "share"];
  const line = (at) => el("tr", { className: hits(at, cell) ? "hit" : "" },
    el("th", { scope: "row" }, place(at)),
    ...[briefly(data.rows[at[0]]), briefly(data.columns[at[1]]), number("output", at), became(at, cell),
      hits(at, cell) ? about(shareOf(at)) : "0"].map((text) => el("td", {}, text)));
  const shown = seen.slice(0, MOST_LISTED);
  const more = seen.length - shown.length;
  const rest = more ? [el("tr", {}, el("td", { colSpan: 6 }, `… and ${more} more windows`))] : [];
  return el("table", {}, el("caption", {}, `The windows that see cell ${place(cell)}`),
    el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, ...shown.map(line), ...rest),
    el("tfoot", {}, el("tr", {}, el("th", { scope: "row", colSpan: 4 }, named("gradient", cell)),
      el("td", { colSpan: 2 }, bare(amount(total(hitting)))))));
}

function paint() {
  const looked = scene();
  grids.forEach((grid) => grid.paint(looked));
  const pass = looked?.backward ? "backward" : "forward";
  slider.value = state.step || 2 * windows + 1;
  shownStep.value = state.step ? `step ${state.step} of ${2 * windows} · ${pass}` : `${2 * windows} steps`;
  slider.setAttribute("aria-valuetext", state.step ? shownStep.value : "whole result");
  explain(looked);
}

const grids = data.names.map((_, k) => new Grid(k));
const explored = document.getElementById("explore");
if (explored.parentElement.children.length === 1) explored.append(el("h2", {}, "Explore"));
explored.append(
  el("div", { className: "controls" }, ...choice(), player()),
  el("div", { className: "panels" }, ...grids.map((grid) => grid.node)), legend, status, list, remarks);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") stepTo(0);
});
told();
follow(state.at);
paint();
document.documentElement.classList.add("scripted");
