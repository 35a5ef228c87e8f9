// What is said of a window, a cell or a step, in the words of the screen. `=` stands before what is
// equal, `≈` before what is rounded or worked out from that.

const MOST_TERMS = data.full ? Infinity : 20; // a longer sum or list is shown by its ends
const MOST_TYPED = 17; // no float64 needs more digits to be told from all others
const LONGEST = 14; // a longer text of a number is cut to some decimals
const MOST_ADDITIONS = 3; // of more cells that a window hits, one or two stand for all
const MOST_LOOKED_AT = 200; // these are looked for among so many

// --- numbers -------------------------------------------------------------------------------

const written = (value, decimals, end = null) => (data.fractions ? exact(value)
  : end === null ? figure(value, decimals) : toPlace(value, decimals, end));

function apart(values) { // as many decimals as tell these numbers apart
  const different = new Set(values.map(exact)).size;
  let { decimals } = data;
  const told = () => new Set(values.map((value) => figure(value, decimals))).size === different;
  while (decimals < MOST_TYPED && !told()) decimals += 1;
  return Math.max(decimals, Math.min(data.decimals, MOST_TYPED));
}

function equals(value, decimals = data.decimals, end = null) {
  const text = written(value, decimals, end);
  return `${equal(rational(text), value) ? "=" : "≈"} ${text}`;
}

function signOf(shown, decimals, end = null) { // `≈` if one of the numbers shown is rounded
  const whole = (value) => equal(rational(written(value, decimals, end)), value);
  return shown.every(whole) ? "=" : "≈";
}

function short(value, end = null) { // what is sent: a fraction, or as it was typed; cut where
  // that is long, or up to where the numbers of its line end
  if (end !== null) return toPlace(value, data.decimals, end);
  if (data.fractions) return exact(value);
  const typed = data.given && places(value) <= MOST_TYPED;
  const text = typed ? figure(value, MOST_TYPED) : exact(value);
  return text.length <= LONGEST ? text : figure(value, data.decimals);
}

const whole = (value, end) => equal(rational(short(value, end)), value);
const sign = (values, end) => (values.every((value) => whole(value, end)) ? "=" : "≈");
const about = (value, end) => (whole(value, end) ? "" : "about ") + short(value, end);
const ending = (sum, terms) => (sign(terms) === "=" ? null : lastPlace(sum, terms, data.decimals));

function amount(value, terms = [], end = null) { // the same behind its sign, and in decimals
  const text = `${sign([value, ...terms], end)} ${short(value, end)}`;
  return data.fractions || !text.includes("/") ? text : `${text} ${equals(value)}`;
}

const bare = (text) => text.replace(/^= /, "");

const signed = (text) => (text.startsWith("-") ? `(${text})` : text);
const ends = (all) => (all.length <= MOST_TERMS ? all
  : [...all.slice(0, MOST_TERMS / 2), ...all.slice(-MOST_TERMS / 2)]);

function some(all, text, between) {
  const shown = ends(all).map(text);
  const left = all.length - shown.length;
  if (left) shown.splice(MOST_TERMS / 2, 0, `… ${left} more …`);
  return shown.join(between);
}

// --- places --------------------------------------------------------------------------------

const place = ([r, c]) => `(${r}, ${c})`;
const named = (matrix, [r, c]) => `${matrix}[${r},${c}]`;
const counted = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

function span(cells, noun) {
  const last = cells[cells.length - 1];
  if (cells.length === 1) return `${noun} ${last}`;
  if (cells.length > 2 && cells[1] - cells[0] === 1) return `${noun}s ${cells[0]} to ${last}`;
  if (cells.length > 6) return `${noun}s ${cells[0]}, ${cells[1]}, … ${last}`;
  return `${noun}s ${cells.slice(0, -1).join(", ")} and ${last}`;
}

function briefly(taps) {
  const cells = listed(taps);
  if (cells.length === 1) return String(cells[0]);
  return taps[2] === 1 ? `${cells[0]}–${cells[cells.length - 1]}` : span(cells, "").slice(2);
}

function where(at) {
  const rows = span(listed(data.rows[at[0]]), "row");
  return `window ${place(at)}: ${rows}, ${span(listed(data.columns[at[1]]), "column")} (counted from 0)`;
}

// --- one window ----------------------------------------------------------------------------

function forward(at) {
  const calculation = data.operation === "max" ? maximum(at) : mean(at);
  return `${named("output", at)} ${calculation}${outside(at)}`;
}

function maximum(at) {
  const cells = cellsOf(at);
  const largest = typed(chosenBy(at));
  const shown = [...ends(cells).map(typed), largest];
  const decimals = apart(shown);
  const values = some(cells, (cell) => written(typed(cell), decimals), ", ");
  const text = `${signOf(shown, decimals)} max(${values}) ${equals(largest, decimals)} at ${place(chosenBy(at))}`;
  const all = tied(at);
  if (!all.length) return text;
  const others = ends(all).filter((cell) => !same(cell, chosenBy(at)));
  const more = all.length - 1 - others.length;
  return `${text}, tied with ${others.map(place).join(", ")}${more ? ` and ${more} more` : ""}`;
}

function mean(at) {
  const cells = cellsOf(at);
  const shown = ends(cells).map(typed);
  const decimals = apart(shown);
  const output = rational(of("mean", at));
  const end = signOf(shown, decimals) === "=" ? decimals : lastPlace(output, shown, decimals);
  const values = some(cells, (cell) => signed(written(typed(cell), decimals, end)), " + ");
  const fraction = !data.fractions && shown.every(([, d]) => d === 1n) && places(output) > decimals;
  const text = `(${values}) / ${of("over", at)}${fraction ? ` = ${exact(output)}` : ""}`;
  const before = signOf(shown, decimals, end);
  const result = equals(output, decimals, end);
  return `${before} ${text} ${before === "=" ? result : result.replace("=", "≈")}`;
}

function outside(at) {
  const inside = cellsOf(at).length;
  const lying = listed(data.rows[at[0]]).length * listed(data.columns[at[1]]).length - inside;
  if (!lying) return "";
  const are = `; ${counted(lying, "cell")} outside the input ${lying === 1 ? "is" : "are"}`;
  if (data.operation === "max") return `${are} never picked`;
  if (data.divisor !== null) return `${are} 0; the divisor is given`;
  const counting = of("over", at) - inside;
  if (counting === lying) return `${are} 0 and counted in the divisor`;
  return counting ? `${are} 0, ${counting} of them counted in the divisor` : `${are} not counted in the divisor`;
}

function divided(at) { // the division that makes a share, where there is one to see
  const [upstream, over, share] = [sent(at), of("over", at), shareOf(at)];
  const seen = over === 1 || upstream[0] === 0n || short(share) === `${exact(upstream)}/${over}`;
  return seen ? "" : `${short(upstream, ending(share, [upstream]))} / ${over}`;
}

function backward(at) {
  const cells = hit(at);
  const list = some(cells, place, ", ");
  const end = of("over", at) > 1 ? ending(shareOf(at), [sent(at)]) : null;
  const text = `${named("upstream", at)} ${amount(sent(at), [], end)}`;
  if (of("over", at) > 1) {
    const each = data.operation === "avg" ? `each of its ${cells.length} cells` : `each of ${list}`;
    const share = bare(`${divided(at)} ${amount(shareOf(at), [sent(at)], end)}`.trim());
    return `${text}, so ${cells.length > 1 ? each : list} gets ${share}`;
  }
  return cells.length > 1 ? `${text}, and each of ${list} gets the whole` : `${text}, all of it for ${list}`;
}

// --- one cell ------------------------------------------------------------------------------

function cellTitle(cell, seen, hitting) {
  const verb = data.operation === "max" ? "won" : "hit by";
  const all = { 1: "it", 2: "both" }[seen.length] ?? `all ${seen.length}`;
  let got = `${verb} ${hitting.length || "none"} of them`;
  if (hitting.length === seen.length) got = `${verb} ${all}`;
  else if (seen.length === 1) got = "which another cell won";
  const seenBy = seen.length ? `seen by ${counted(seen.length, "window")}, ${got}` : "no window sees it";
  return `cell ${place(cell)} = ${written(typed(cell), MOST_TYPED)}: ${seenBy}`;
}

const total = (list) => list.map(shareOf).reduce(plus, [0n, 1n]);

function cellSum(cell, hitting) {
  const name = named("gradient", cell);
  if (!hitting.length) return `${name} = 0`;
  const sum = total(hitting);
  const shares = ends(hitting).map(shareOf);
  const end = hitting.length > 1 ? ending(sum, shares) : null;
  const term = (at) => `${signed(short(shareOf(at), end))} (window ${at.join(",")})`;
  const text = `${name} ${sign(shares, end)} ${some(hitting, term, " + ")}`;
  if (hitting.length > 1) return `${text} ${amount(sum, shares, end)}`;
  return data.fractions || !short(sum).includes("/") ? text : `${text} ${equals(sum)}`;
}

function became(at, cell) { // what became of a cell in a window
  if (data.operation === "avg") return divided(at) || about(shareOf(at));
  if (hits(at, cell)) return of("over", at) > 1 ? `won with ${of("over", at) - 1} more` : "won";
  if (ties(at, cell)) return `tied, but ${place(chosenBy(at))} got it`;
  const largest = typed(chosenBy(at));
  return `beaten by ${written(largest, apart([largest, typed(cell)]))} at ${place(chosenBy(at))}`;
}

// --- one step ------------------------------------------------------------------------------

const earlier = (at, cell) => windowsOf(cell).filter((other) => order(other) < order(at) && hits(other, cell));

function additions(at) { // what a backward step adds to what was there
  let cells = hit(at);
  const all = cells.length;
  if (all > MOST_ADDITIONS) {
    const looked = cells.slice(0, MOST_LOOKED_AT);
    const one = [true, false].map((had) => looked.findIndex((cell) => earlier(at, cell).length > 0 === had));
    cells = one.filter((k) => k >= 0).sort((a, b) => a - b).map((k) => looked[k]);
  }
  const more = all - cells.length;
  return [...cells.map((cell) => adding(at, cell)), ...(more ? [`and so on for ${counted(more, "more cell")}`] : [])];
}

function adding(at, cell) {
  const [name, share, before] = [named("gradient", cell), shareOf(at), earlier(at, cell)];
  if (!before.length) return `${name} ${amount(share)}, its first hit`;
  const had = total(before);
  const end = ending(plus(had, share), [had, share]);
  const terms = `${signed(short(had, end))} + ${signed(short(share, end))}`;
  const after = amount(plus(had, share), [had, share], end);
  const sum = `${sign([had, share], end)} ${terms} ${after}`;
  const who = `${before.length > 1 ? "windows" : "window"} ${some(before, place, ", ")}`;
  const verb = before.length > 1 ? "had" : "had already";
  return `${name} ${sum}: ${who} ${verb} sent ${about(had, end)}${before.length > 1 ? " together" : ""}`;
}
