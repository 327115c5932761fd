// Keeps the link of a report on this phone when somebody asks for it: <button data-keep="/l/…/" data-code data-title>.
const STORE = "laksa-laporan";
const read = () => { try { return JSON.parse(localStorage.getItem(STORE) ?? "[]"); } catch { return []; } };

for (const button of document.querySelectorAll("[data-keep]")) {
  const { keep, code, title, said } = button.dataset;
  const words = button.querySelector("[data-words]") ?? button;
  button.hidden = false;
  if (read().some((one) => one.path === keep)) words.textContent = said;
  button.addEventListener("click", () => {
    const others = read().filter((one) => one.path !== keep);
    try { localStorage.setItem(STORE, JSON.stringify([{ path: keep, code, title, at: Date.now() }, ...others].slice(0, 50))); } catch { return; }
    words.textContent = said;
    const live = document.querySelector("[data-live]");
    if (live) live.textContent = said;
  });
}
