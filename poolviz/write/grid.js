// A matrix as a table: one tab stop, arrow keys inside, and of a large one a part at a time.

const WHOLE = 16; // rows or columns that are all seen at once
const PART = 12; // of more than that, so many are seen at a time

const on = (one, other) => one?.of === other.of && same(one.at, other.at);
const seen = ([start, stop]) => (stop - start > WHOLE && !data.full ? PART : stop - start);

function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && key !== "list") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

class Grid {
  constructor(k) {
    const { name, of: kind, rows, columns } = panel(k);
    Object.assign(this, { k, title: name, name: data.names[k], of: kind, input: k === 0, rows, columns });
    this.seen = [seen(rows), seen(columns)];
    this.whole = this.seen[0] === rows[1] - rows[0] && this.seen[1] === columns[1] - columns[0];
    this.stop = [Math.max(0, rows[0]), Math.max(0, columns[0])];
    this.build();
  }

  build() {
    const [shownRows, shownColumns] = this.seen;
    const many = (n, make) => Array.from({ length: n }, (_, i) => make(i));
    this.heads = many(shownColumns, () => el("th", { scope: "col" }));
    this.sides = many(shownRows, () => el("th", { scope: "row" }));
    this.cells = many(shownRows, (k) => many(shownColumns, (l) => this.cell(k, l)));
    const body = this.cells.map((cells, k) => el("tr", {}, this.sides[k], ...cells));
    this.table = el("table", { className: panel(this.k).classes, role: "grid",
      onpointerover: (event) => pointAt(this.located(event)), onpointerleave: () => pointAt(null),
      onfocusin: (event) => this.enter(event), onkeydown: (event) => this.key(event) },
      el("caption", {}, this.title + this.size()),
      el("thead", {}, el("tr", {}, el("td"), ...this.heads)), el("tbody", {}, ...body));
    this.node = el("div", { className: "panel" }, el("div", { className: "wide" }, this.table));
    if (!this.whole) this.node.append(this.mover());
  }

  size() {
    const [[top, bottom], [left, right]] = [this.rows, this.columns];
    return this.whole ? "" : ` ${bottom - top}×${right - left}`;
  }

  cell(k, l) {
    const node = el("td", {}, "");
    const split = panel(this.k).tail > 0;
    const [head, tail, sup] = [0, 1, 2].map(() => document.createTextNode(""));
    const rest = [tail, el("sup", {}, sup)];
    node.append(head, ...(split ? [el("span", {}, ...rest)] : rest));
    return Object.assign(node, { at: [k, l], parts: [head, tail, sup], split, was: "" });
  }

  mover() {
    const button = (text, label, dr, dc) => el("button", { type: "button", tabIndex: -1,
      "aria-label": `${this.title}: ${label}`, onclick: () => this.move(dr, dc) }, text);
    this.place = el("span");
    return el("p", { className: "mover" }, button("↑", "rows before", -1, 0),
      button("↓", "rows after", 1, 0), button("←", "columns before", 0, -1),
      button("→", "columns after", 0, 1), " ", this.place);
  }

  move(dr, dc) {
    const [r, c] = this.first();
    const page = PART - 2;
    state.view[this.of] = [this.bound(0, r + dr * page), this.bound(1, c + dc * page)];
    paint();
  }

  bound(axis, first) {
    const [start, stop] = axis ? this.columns : this.rows;
    return Math.max(start, Math.min(first, stop - this.seen[axis]));
  }

  first() { return state.view[this.of].map((first, axis) => this.bound(axis, first)); }

  base([r, c]) {
    const { kinds, kind, rows, columns } = panel(this.k);
    return kinds[kind[r - rows[0]][c - columns[0]]];
  }

  inside([r, c]) {
    const [h, w] = this.of === "cell" ? [height, width] : [down, across];
    return r >= 0 && c >= 0 && r < h && c < w;
  }

  paint(looked) {
    const [top, left] = this.first();
    this.heads.forEach((head, l) => { head.textContent = left + l; });
    this.sides.forEach((side, k) => { side.textContent = top + k; });
    const stop = [0, 1].map((axis) => {
      const first = axis ? left : top;
      return Math.max(first, Math.min(this.stop[axis], first + this.seen[axis] - 1));
    });
    this.cells.forEach((row, k) => row.forEach((cell, l) => {
      const at = [top + k, left + l];
      this.dress(cell, look(this, at, looked), this.inside(at), same(at, stop));
    }));
    if (this.place) {
      const [rows, columns] = this.seen;
      this.place.textContent = `rows ${top} to ${top + rows - 1} · columns ${left} to ${left + columns - 1}`;
    }
  }

  dress(cell, { text, mark, role, framed }, inside, stop) {
    const now = [text, mark, role, framed, inside, stop].join("|");
    if (cell.was === now) return;
    cell.was = now;
    const [head, tail, sup] = cell.parts;
    const cut = cell.split ? text.search(/[.e]/) : -1;
    head.data = cut < 0 ? text : text.slice(0, cut);
    tail.data = cut < 0 ? "" : text.slice(cut);
    sup.data = mark;
    cell.className = `${role}${framed ? " framed" : ""}`;
    if (inside) cell.tabIndex = stop ? 0 : -1;
    else cell.removeAttribute("tabindex");
  }

  located(event) {
    const cell = event.target.closest("td");
    if (!cell?.at) return null;
    const [top, left] = this.first();
    const at = [top + cell.at[0], left + cell.at[1]];
    return this.inside(at) ? { of: this.of, at } : null;
  }

  enter(event) {
    const found = this.located(event);
    if (!found || (!state.step && on(state.at, found))) return;
    this.visit(found.at);
  }

  visit([row, column]) { // what is seen may move, so that another element shows the cell
    this.stop = [row, column];
    goTo({ of: this.of, at: [row, column] });
    const [top, left] = this.first();
    this.cells[row - top][column - left].focus();
  }

  key(event) {
    const found = this.located(event);
    const [h, w] = this.of === "cell" ? [height, width] : [down, across];
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
      PageUp: [2 - PART, 0], PageDown: [PART - 2, 0], Home: [event.ctrlKey ? -h : 0, -w],
      End: [event.ctrlKey ? h : 0, w] };
    const move = moves[event.key];
    if (!found || !move || event.altKey || event.metaKey) return;
    event.preventDefault();
    const row = Math.max(0, Math.min(h - 1, found.at[0] + move[0]));
    const column = Math.max(0, Math.min(w - 1, found.at[1] + move[1]));
    this.visit([row, column]);
  }
}
