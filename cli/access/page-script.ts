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
  const cards = document.getElementById("cards");
  const view = document.getElementById("view");
  const roles = document.getElementById("by-role");
  const sort = document.getElementById("sort");
  const sorting = document.getElementById("sorting");
  const heads = [...table.tHead.rows[0].cells];
  const narrow = matchMedia("(max-width: 699.98px)");
  const CARDS = 100;
  let drawn = CARDS;
  let order = { by: undefined, down: false };
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
  const RANK = ["\u25a0", "\u25c6", "\u25a1"];
  const keyOf = (n, by) => {
    const row = data.rows[n];
    const role = data.roles[row.role];
    if (by < FIXED) return [row.who, role.name || role.id, row.state, row.mfa, row.last][by].toLowerCase();
    const has = role.has.find(([at]) => at === by - FIXED);
    return has === undefined ? "9" : String(RANK.indexOf(signOf(has[1])));
  };
  const sorted = (list) => {
    const { by, down } = order;
    heads.forEach((head, n) => {
      if (n === by) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    if (by === undefined) return list;
    const keys = new Map(list.map((n) => [n, keyOf(n, by)]));
    const compare = (a, b) => keys.get(a).localeCompare(keys.get(b), "en", { numeric: true }) || a - b;
    return list.sort((a, b) => (down ? compare(b, a) : compare(a, b)));
  };
  const signOf = (what) => {
    const roles = what.split(", ");
    if (roles.includes("full-access")) return "\\u25a0";
    return what === "read-only" ? "\\u25a1" : "\\u25c6";
  };
  /** The same of one person where the window is narrow. */
  const cardOf = (place) => {
    const one = data.rows[shown[place]];
    const role = data.roles[one.role];
    const card = element("li", "", one.admin ? "admin" : "");
    if (one.state !== "enabled" && one.state !== "") card.classList.add("off");
    const title = element("h2");
    one.who.split(/(?<=@)/).forEach((part, n) => title.append(...(n === 0 ? [] : [element("wbr")]), part));
    if (one.label) title.append(" ", element("small", one.label));
    const line = element("p", role.name || role.id);
    if (one.admin) line.append(" ", element("small", "admin", "warn"));
    const facts = [one.state, one.mfa && "MFA " + one.mfa, one.last && "last active " + one.last.slice(0, 10)].filter(Boolean);
    card.append(title, line, element("p", facts.join(", "), "dim"));
    if (role.has.length === 0) return card;
    const more = element("details");
    const list = element("ul");
    for (const [n, what] of role.has) {
      const item = element("li");
      const sign = element("b", signOf(what));
      sign.setAttribute("aria-hidden", "true");
      item.append(sign, " " + data.columns[n] + " " + what);
      list.append(item);
    }
    more.append(element("summary", role.has.length === 1 ? "1 service" : role.has.length + " services"), list);
    card.append(more);
    return card;
  };
  const renderCards = () => {
    const items = [];
    for (let place = 0; place < Math.min(drawn, shown.length); place++) items.push(cardOf(place));
    if (drawn < shown.length) {
      const rest = element("li");
      const button = element("button", "Show " + Math.min(CARDS, shown.length - drawn) + " more of " + shown.length);
      button.type = "button";
      button.addEventListener("click", () => {
        const at = drawn;
        drawn += CARDS;
        renderCards();
        cards.children[at].querySelector("summary")?.focus();
      });
      rest.append(button);
      items.push(rest);
    }
    cards.replaceChildren(...items);
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
    if (scroller.hidden) return;
    const first = all ? 0 : Math.max(0, Math.floor(scroller.scrollTop / height) - SPARE);
    const last = all ? shown.length : Math.min(shown.length, first + Math.ceil(scroller.clientHeight / height) + 2 * SPARE);
    if (first === from && last === to) return;
    from = first;
    to = last;
    const rows = [];
    for (let place = first; place < last; place++) rows.push(rowOf(place));
    body.replaceChildren(spacer(first), ...rows, spacer(shown.length - last));
  };
  const say = () => {
    const byRole = view.value === "roles";
    const rows = [...roles.querySelector("tbody").rows];
    const [n, all] = byRole ? [rows.filter((row) => !row.hidden).length, rows.length] : [shown.length, data.rows.length];
    const found = n + " of " + all + (byRole ? " roles shown" : " shown");
    count.textContent = n === 0 && all > 0 ? (byRole ? "No role" : "No one") + " matches: " + found : found;
  };
  const anew = (all) => {
    from = -1;
    const byRole = view.value === "roles";
    roles.hidden = !byRole;
    cards.hidden = byRole || all || !narrow.matches;
    scroller.hidden = byRole || !cards.hidden;
    sorting.hidden = byRole;
    say();
    if (cards.hidden) render(all);
    else renderCards();
  };
  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    shown = [];
    texts.forEach((text, n) => {
      if (only.checked && !data.rows[n].admin) return;
      if (words.every((word) => text.includes(word))) shown.push(n);
    });
    shown = sorted(shown);
    drawn = CARDS;
    table.setAttribute("aria-rowcount", String(shown.length + 1));
    const matches = (row) => words.every((word) => row.textContent.toLowerCase().includes(word))
      && (!only.checked || row.querySelector(".warn"));
    for (const row of roles.querySelector("tbody").rows) row.hidden = !matches(row);
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
    const cell = target.closest?.("td.mark, th.service");
    here?.classList.remove("here");
    here = cell ? cols[cell.cellIndex] : undefined;
    here?.classList.add("here");
  });
  search.addEventListener("input", filter);
  only.addEventListener("change", filter);
  view.addEventListener("change", () => anew(false));
  narrow.addEventListener("change", () => anew(false));
  sort.addEventListener("change", () => {
    order = { by: sort.value === "" ? undefined : Number(sort.value), down: false };
    filter();
  });
  heads.forEach((head, n) => {
    head.querySelector("button").addEventListener("click", () => {
      // A third click goes back to admins first.
      order = order.by !== n ? { by: n, down: false } : order.down ? { by: undefined, down: false } : { by: n, down: true };
      filter();
    });
  });
  addEventListener("resize", () => render(false));
  addEventListener("beforeprint", () => anew(true));
  addEventListener("afterprint", () => anew(false));
  filter();
  const sample = body.rows[1];
  if (sample && sample.offsetHeight > 0 && !sample.classList.contains("space")) {
    height = sample.getBoundingClientRect().height;
    anew(false);
  }
})();
`;
