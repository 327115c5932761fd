// The desk's keys: any link, button or box with data-key="r" is pressed by that key; `?` shows them all.
// Rows move with j and k inside [data-rows]; o opens, x picks. Single keys rest while somebody is typing,
// and can be switched off in the help (WCAG 2.1.4).
const STORE = "laksa-keys-off";
const typing = (target) => target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
const isOff = () => { try { return localStorage.getItem(STORE) === "yes"; } catch { return false; } };
const visible = (element) => element.getClientRects().length > 0;

const press = (element) => {
  if (element.matches("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select")) return element.focus();
  if (element.matches("summary")) element.focus();
  element.click();
};

const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")];
const current = () => {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  return at >= 0 ? at : all.findIndex((row) => row.classList.contains("is-chosen"));
};
const link = (row) => row?.querySelector("a");

const move = (step) => {
  const all = rows();
  if (!all.length) return;
  const next = Math.min(Math.max(current() + step, 0), all.length - 1);
  link(all[next])?.focus();
};

const pick = () => {
  const box = rows()[current()]?.querySelector("input[type=checkbox]");
  if (box) box.click();
};

const help = document.querySelector("dialog[data-keys-help]");
const own = { j: () => move(1), k: () => move(-1), x: pick, "?": () => help?.showModal() };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey && event.key !== "Enter" || event.metaKey && event.key !== "Enter" || event.altKey) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return event.target.form?.requestSubmit();
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target) || help?.open) return;
  if (isOff() && event.key !== "?") return;
  if (event.key === "o" && current() >= 0 && rows()[current()].contains(document.activeElement)) return link(rows()[current()]).click();
  const bound = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].find(visible);
  const act = bound ? () => press(bound) : own[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

if (help) {
  const list = help.querySelector("dl");
  for (const element of document.querySelectorAll("[data-key][data-key-says]")) {
    const cap = Object.assign(document.createElement("kbd"), { className: "keycap", textContent: element.dataset.key });
    const term = document.createElement("dt");
    term.append(cap);
    list.append(term, Object.assign(document.createElement("dd"), { textContent: element.dataset.keySays }));
  }
  const off = help.querySelector("input[type=checkbox]");
  off.checked = isOff();
  off.addEventListener("change", () => { try { localStorage.setItem(STORE, off.checked ? "yes" : "no"); } catch { /* private window */ } });
}

// The list knows when something is picked, so that the boxes of the other rows show themselves.
for (const list of document.querySelectorAll("[data-rows]")) {
  const told = () => {
    const many = list.querySelectorAll("[data-row] input:checked").length;
    list.classList.toggle("is-picking", many > 0);
    for (const bar of document.querySelectorAll("[data-bulk]")) {
      bar.hidden = many === 0;
      const count = bar.querySelector("[data-bulk-count]");
      if (count) count.textContent = String(many);
    }
  };
  list.addEventListener("change", told);
  told();
}
