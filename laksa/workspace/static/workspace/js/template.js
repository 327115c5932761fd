// Puts a reply template into the box at once: <select data-template> with <option data-text>.
for (const pick of document.querySelectorAll("select[data-template]")) {
  const box = pick.form.querySelector("textarea[name=words]");
  const go = pick.form.querySelector("[data-template-go]");
  if (!box) continue;
  if (go) go.hidden = true;
  pick.addEventListener("change", () => {
    const text = pick.selectedOptions[0].dataset.text;
    if (!text) return;
    box.value = box.value.trim() ? `${box.value.trim()}\n\n${text}` : text;
    pick.value = "";
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
