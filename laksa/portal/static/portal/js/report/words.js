// While somebody writes: the text stays on this phone until it is sent, and topics are offered as chips.
const STORE = "laksa-draf";
const KEPT_MS = 7 * 86400000;
const WAIT_MS = 450;

const memo = {
  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(STORE) ?? "null");
      return kept && Date.now() - kept.at < KEPT_MS ? kept.text : "";
    } catch { return ""; }
  },
  write(text) {
    try {
      if (text) localStorage.setItem(STORE, JSON.stringify({ text, at: Date.now() }));
      else localStorage.removeItem(STORE);
      return Boolean(text);
    } catch { return false; }
  },
};

const chip = (field, found) => {
  const made = field.querySelector("template[data-chip]").content.firstElementChild.cloneNode(true);
  made.querySelector("input").value = found.hashtag;
  made.querySelector("[data-tag]").textContent = found.hashtag;
  made.querySelector("[data-name]").textContent = `, ${found.name}`;
  return made;
};

// What was picked stays; the rest is what the city would guess now.
const offer = (field, chips) => {
  const row = field.querySelector(".chips");
  const picked = [...row.children].filter((one) => one.querySelector("input").checked);
  const known = new Set(picked.map((one) => one.querySelector("input").value));
  row.replaceChildren(...picked, ...chips.filter((one) => !known.has(one.hashtag)).map((one) => chip(field, one)));
};

const enhance = (root) => {
  const box = root.querySelector("textarea[data-words]");
  if (!box) return;
  const field = root.querySelector("[data-chips]");
  const said = root.querySelector("[data-memo-said]");
  let timer;
  let asked = "";

  const suggest = async () => {
    const text = box.value.trim().slice(0, 500);
    if (text.length < 8 || text === asked) return;
    asked = text;
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(text)}`);
      const { chips } = await answer.json();
      if (chips.length && box.value.trim().startsWith(text.slice(0, 8))) offer(field, chips);
    } catch { /* Without a signal the common topics stay. */ }
  };
  const keep = () => {
    const kept = memo.write(box.value);
    if (said) said.hidden = !kept;
    clearTimeout(timer);
    timer = setTimeout(suggest, WAIT_MS);
  };

  if (!box.value && memo.read()) box.value = memo.read();
  box.addEventListener("input", keep);
  if (box.value) keep();
};

enhance(document);
document.addEventListener("laksa:swap", (event) => enhance(event.detail));
document.addEventListener("laksa:sent", () => memo.write(""));
if (document.querySelector(".done-page")) memo.write("");
