// Shows the links that somebody asked this phone to keep (report/keep.js writes them): <section data-kept-list>.
const STORE = "laksa-laporan";
const read = () => { try { return JSON.parse(localStorage.getItem(STORE) ?? "[]"); } catch { return []; } };
const section = document.querySelector("[data-kept-list]");

const row = ({ path, code, title }) => {
  const line = Object.assign(document.createElement("li"), { className: "row row--plain" });
  const body = Object.assign(document.createElement("div"), { className: "row__body" });
  const link = Object.assign(document.createElement("a"), { className: "row__title", href: path, textContent: title || code });
  body.append(link, Object.assign(document.createElement("span"), { className: "row__meta", textContent: code }));
  line.append(body);
  return line;
};

const show = () => {
  // Only links of our own shape are shown: anything else was not written by us.
  const links = read().filter((one) => /^\/l\/[A-Za-z0-9_-]+\/$/.test(one?.path ?? ""));
  section.hidden = links.length === 0;
  section.querySelector("ul").replaceChildren(...links.map(row));
  const none = document.querySelector("[data-kept-none]");
  if (none) none.hidden = links.length > 0;
};

section?.querySelector("[data-kept-forget]").addEventListener("click", (event) => {
  try { localStorage.removeItem(STORE); } catch { return; }
  show();
  document.querySelector("[data-live]").textContent = event.target.dataset.said;
});
if (section) show();
