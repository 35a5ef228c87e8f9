// What is said of a window, a cell or a step, in the words of the screen.

const MOST_TERMS = 20;

const place = (r, c) => `(${r}, ${c})`;
const counted = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;
const signed = (text) => (text.startsWith("-") ? `(${text})` : text);
const terms = (all, between) => {
  if (all.length <= MOST_TERMS) return all.join(between);
  const ends = MOST_TERMS / 2;
  const left = `… ${all.length - 2 * ends} more …`;
  return [...all.slice(0, ends), left, ...all.slice(-ends)].join(between);
};

function span(cells, noun) {
  const last = cells[cells.length - 1];
  if (cells.length === 1) return `${noun} ${last}`;
  if (cells.length > 2 && cells[1] - cells[0] === 1) return `${noun}s ${cells[0]} to ${last}`;
  if (cells.length > 6) return `${noun}s ${cells[0]}, ${cells[1]}, … ${last}`;
  return `${noun}s ${cells.slice(0, -1).join(", ")} and ${last}`;
}

const briefly = (taps) => {
  const cells = listed(taps);
  const [first, last] = [cells[0], cells[cells.length - 1]];
  if (cells.length === 1) return String(first);
  return taps[2] === 1 ? `${first}–${last}` : span(cells, "").trim().replace(/^s /, "");
};
const rowsOf = (i) => span(listed(data.rows[i]), "row");
const columnsOf = (j) => span(listed(data.columns[j]), "column");
const where = (i, j) => `window ${place(i, j)}: ${rowsOf(i)}, ${columnsOf(j)}`;

function values(cells) { // rounded as in the matrix, unless that made two of them equal
  const texts = cells.map(([r, c]) => number(data.names[0], r, c));
  const typed = cells.map(([r, c]) => data.typed[r][c]);
  const told = new Set(texts).size === new Set(typed).size;
  const used = told ? texts : typed;
  return { used, rounded: used.some((text, k) => text !== typed[k]), told };
}

function forward(i, j) {
  const { used, rounded, told } = values(cellsOf(i, j));
  const equals = rounded ? "≈" : "=";
  const shown = number("output", i, j);
  const name = `output[${i},${j}]`;
  if (data.operation === "max") {
    const others = tied(i, j).filter((cell) => !same(cell, chosenBy(i, j)));
    const tie = others.length ? `, tied with ${terms(others.map((c) => place(...c)), ", ")}` : "";
    const [row, column] = chosenBy(i, j);
    const found = told ? shown : data.typed[row][column];
    const at = `at ${place(...chosenBy(i, j))}${tie}`;
    return `${name} = max(${terms(used, ", ")}) ${equals} ${found} ${at}${outside(i, j)}`;
  }
  const sum = terms(used.map(signed), " + ");
  const over = of("over", i, j);
  return `${name} ${equals} (${sum}) / ${over} ${equals} ${amount(of("mean", i, j), shown)}`
    + outside(i, j);
}

function outside(i, j) {
  const inside = cellsOf(i, j).length;
  const lying = listed(data.rows[i]).length * listed(data.columns[j]).length - inside;
  if (!lying) return "";
  const are = `; ${counted(lying, "cell")} outside the input ${lying === 1 ? "is" : "are"}`;
  if (data.operation === "max") return `${are} never picked`;
  if (data.divisor !== null) return `${are} 0; the divisor is given`;
  const counting = of("over", i, j) - inside;
  if (counting === lying) return `${are} 0 and counted in the divisor`;
  if (!counting) return `${are} not counted in the divisor`;
  return `${are} 0, ${counting} of them counted in the divisor`;
}

function divided(i, j) { // what a cell gets, with the division that makes it
  const [upstream, over, share] = ["upstream", "over", "share"].map((name) => of(name, i, j));
  const plain = over === 1 || share === `${upstream}/${over}` || share === upstream;
  return plain ? share : `${upstream} / ${over} = ${share}`;
}

function backward(i, j) {
  const cells = hit(i, j);
  const list = terms(cells.map((cell) => place(...cell)), ", ");
  const sent = `upstream[${i},${j}] = ${of("upstream", i, j)}`;
  if (of("over", i, j) > 1) {
    const each = data.operation === "avg" ? `each of its ${cells.length} cells` : `each of ${list}`;
    return `${sent}, so ${cells.length > 1 ? each : list} gets ${divided(i, j)}`;
  }
  if (cells.length > 1) return `${sent}, and each of ${list} gets the whole`;
  return `${sent}, all of it for ${list}`;
}

function cellTitle(r, c, seen, hitting) {
  const verb = data.operation === "max" ? "won" : "hit by";
  const all = { 1: "it", 2: "both" }[seen.length] ?? `all ${seen.length}`;
  let got = `${verb} ${hitting.length || "none"} of them`;
  if (hitting.length === seen.length) got = `${verb} ${all}`;
  else if (seen.length === 1) got = "which another cell won";
  const seenBy = seen.length ? `seen by ${counted(seen.length, "window")}, ${got}` : "no window sees it";
  return `cell ${place(r, c)} = ${number(data.names[0], r, c)}: ${seenBy}`;
}

const total = (list) => list.map(([i, j]) => rational(of("share", i, j))).reduce(plus, [0n, 1n]);

function cellSum(r, c, hitting) {
  const name = `gradient[${r},${c}]`;
  if (!hitting.length) return `${name} = 0`;
  const all = hitting.map(([i, j]) => `${signed(of("share", i, j))} (window ${i},${j})`);
  const value = amount(exact(total(hitting)), number("gradient", r, c));
  if (all.length > 1) return `${name} = ${terms(all, " + ")} = ${value}`;
  const [start, ...rest] = value.split(" ");
  return [`${name} = ${start} (window ${hitting[0].join(",")})`, ...rest].join(" ");
}

function caption(i, j, r, c) { // what a cell got from a window
  if (data.operation === "avg") return divided(i, j);
  if (hits(i, j, r, c)) {
    const others = of("over", i, j) - 1;
    return others ? `won with ${others} more` : "won";
  }
  if (ties(i, j, r, c)) return `tied, but ${place(...chosenBy(i, j))} got it`;
  return `beaten by ${number("output", i, j)} at ${place(...chosenBy(i, j))}`;
}

function additions(i, j) { // what a backward step adds to what was there
  const index = i * across + j;
  return hit(i, j).map(([r, c]) => {
    const before = windowsOf(r, c).filter(([k, l]) => k * across + l < index && hits(k, l, r, c));
    const name = `gradient[${r},${c}]`;
    const share = of("share", i, j);
    if (!before.length) return `${name} = ${share}`;
    const sum = plus(total(before), rational(share));
    return `${name} = ${exact(total(before))} + ${signed(share)} = ${exact(sum)}`;
  });
}
