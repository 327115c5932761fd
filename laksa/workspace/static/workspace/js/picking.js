// Picking rows for an act on many: all of the page, a run of rows (Shift), none again (Escape). `x` picks one (keys.js).
const list = document.querySelector("[data-rows]");
const boxes = () => [...(list?.querySelectorAll("[data-row] input[type=checkbox]") ?? [])];
const told = () => list.dispatchEvent(new Event("change", { bubbles: true }));

const all = document.querySelector("[data-pick-all]");
if (list && all) {
  all.hidden = false;
  const box = all.querySelector("input");
  box.addEventListener("change", () => {
    for (const one of boxes()) one.checked = box.checked;
    told();
  });
  list.addEventListener("change", () => {
    const many = boxes();
    const picked = many.filter((one) => one.checked).length;
    box.checked = picked === many.length;
    box.indeterminate = picked > 0 && picked < many.length;
  });
}

// With Shift a click picks everything between the last pick and this one.
let last = null;
list?.addEventListener("click", (event) => {
  const box = event.target.closest("[data-row] input[type=checkbox]");
  if (!box) return;
  const many = boxes();
  const [from, to] = [many.indexOf(last), many.indexOf(box)].sort((one, other) => one - other);
  if (event.shiftKey && from >= 0) {
    for (const one of many.slice(from, to + 1)) one.checked = box.checked;
    told();
  }
  last = box;
});

// Shift+X: from the last pick to the row in focus. Escape: nothing is picked.
document.addEventListener("keydown", (event) => {
  if (!list || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select") || document.querySelector("dialog[open]")) return;
  const many = boxes();
  if (event.key === "Escape" && many.some((one) => one.checked)) {
    for (const one of many) one.checked = false;
    last = null;
    return told();
  }
  const here = document.activeElement?.closest("[data-row]")?.querySelector("input[type=checkbox]");
  if (event.key !== "X" || !here) return;
  event.preventDefault();
  const [from, to] = [many.indexOf(last ?? here), many.indexOf(here)].sort((one, other) => one - other);
  for (const one of many.slice(from, to + 1)) one.checked = true;
  last = here;
  told();
});
