/**
 * What the page does: it renders the rows that are in view, all of them for the printer, and searches. Names of the
 * account become text nodes only.
 */
export const PAGE_SCRIPT = `
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const scroller = document.getElementById("matrix");
  const table = scroller.querySelector("table");
  const body = table.tBodies[0];
  const search = document.getElementById("search");
  const only = document.getElementById("only");
  const count = document.getElementById("count");
  const FIXED = 5;
  const SPARE = 20;
  const texts = data.rows.map((row) => {
    const role = data.roles[row.role];
    return [row.who, row.name, row.id, row.kind, row.label, row.state, row.admin ? "admin" : "", role.id, role.name]
      .concat(role.has.map(([n, what]) => data.columns[n] + " " + what)).join("\\n").toLowerCase();
  });
  let shown = data.rows.map((_, n) => n);
  let height = 32;
  let from = -1;
  let to = -1;

  const element = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (name) made.className = name;
    return made;
  };
  const spacer = (rows) => {
    const row = element("tr", "", "space");
    row.setAttribute("aria-hidden", "true");
    const cell = element("td");
    cell.colSpan = FIXED + data.columns.length;
    cell.style.height = rows * height + "px";
    row.append(cell);
    return row;
  };
  const signOf = (what) => {
    const roles = what.split(", ");
    if (roles.includes("full-access")) return "\\u25a0";
    return what === "read-only" ? "\\u25a1" : "\\u25c6";
  };
  const rowOf = (place) => {
    const one = data.rows[shown[place]];
    const role = data.roles[one.role];
    const row = element("tr", "", one.admin ? "admin" : "");
    if (one.state !== "enabled" && one.state !== "") row.classList.add("off");
    row.setAttribute("aria-rowindex", String(place + 2));
    const who = element("th", "", "who");
    who.scope = "row";
    who.title = [one.who].concat(one.name === one.who ? [] : one.name, one.id).join(" · ");
    who.append(element("span", one.who, "name"));
    if (one.label) who.append(" ", element("small", one.label));
    const roleCell = element("td", role.name || role.id);
    roleCell.title = role.name ? role.name + " · " + role.id : role.id;
    if (one.admin) roleCell.append(" ", element("small", "admin", "warn"));
    const mfa = element("td", one.mfa, one.mfa === "no" && one.state === "enabled" ? "bad" : "");
    const last = element("td", one.last.slice(0, 10));
    last.title = one.last;
    row.append(who, roleCell, element("td", one.state), mfa, last);
    const has = new Map(role.has);
    data.columns.forEach((column, n) => {
      const cell = element("td", "", "mark");
      const what = has.get(n);
      if (what !== undefined) {
        cell.title = one.who + ": " + column + " " + what;
        const sign = element("span", signOf(what));
        sign.setAttribute("aria-hidden", "true");
        cell.append(sign, element("span", what || "yes", "heard"));
      }
      row.append(cell);
    });
    return row;
  };
  const render = (all) => {
    const first = all ? 0 : Math.max(0, Math.floor(scroller.scrollTop / height) - SPARE);
    const last = all ? shown.length : Math.min(shown.length, first + Math.ceil(scroller.clientHeight / height) + 2 * SPARE);
    if (first === from && last === to) return;
    from = first;
    to = last;
    const rows = [];
    for (let place = first; place < last; place++) rows.push(rowOf(place));
    body.replaceChildren(spacer(first), ...rows, spacer(shown.length - last));
  };
  const anew = (all) => {
    from = -1;
    render(all);
  };
  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    shown = [];
    texts.forEach((text, n) => {
      if (only.checked && !data.rows[n].admin) return;
      if (words.every((word) => text.includes(word))) shown.push(n);
    });
    table.setAttribute("aria-rowcount", String(shown.length + 1));
    count.textContent = shown.length + " of " + data.rows.length + " shown";
    scroller.scrollTop = 0;
    anew(false);
  };
  let waiting = false;
  scroller.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      render(false);
    });
  });
  // The column that is pointed at, up to its name.
  const cols = table.querySelectorAll("col");
  let here;
  scroller.addEventListener("pointerover", ({ target }) => {
    const cell = target.closest("td.mark, th.service");
    here?.classList.remove("here");
    here = cell ? cols[cell.cellIndex] : undefined;
    here?.classList.add("here");
  });
  search.addEventListener("input", filter);
  only.addEventListener("change", filter);
  addEventListener("resize", () => render(false));
  addEventListener("beforeprint", () => anew(true));
  addEventListener("afterprint", () => anew(false));
  filter();
  const drawn = body.rows[1];
  if (drawn && drawn.offsetHeight > 0 && !drawn.classList.contains("space")) {
    height = drawn.getBoundingClientRect().height;
    anew(false);
  }
})();
`;
