// Points out below the box what could be said more plainly, and gaps of a template: <textarea data-plain>.
// The rules are those of the server (workspace/rules/plain.py); nothing is ever in the way of sending.
const MOST = 3;
const QUIET_MS = 900;
const plain = (text) => text.toLowerCase().replace(/[^a-z0-9\u00C0-\u024F]+/g, " ").trim();

const find = (text, rules) => {
  const found = [...new Set(text.match(/\[[a-z]+(?:_[a-z]+)*\]/g) ?? [])].map((gap) => ["gap", { found: gap }]);
  for (const sentence of text.split(/[.!?]+(?:\s+|$)|\n+/)) {
    const words = plain(sentence);
    const count = words.split(" ").length;
    if (count > rules.long) found.push(["long", { count }]);
    let rest = ` ${words} `;
    for (const phrase of Object.keys(rules.jargon).sort((one, two) => two.length - one.length)) {
      if (!rest.includes(` ${phrase} `)) continue;
      found.push(["jargon", { found: phrase, advice: rules.jargon[phrase] }]);
      rest = rest.replaceAll(` ${phrase} `, " | ");
    }
    const promised = words.match(new RegExp(`(?:^| )(${rules.promised})(?= |$)`));
    if (promised && !new RegExp(`(?:^| )(?:${rules.somebody})(?= |$)`).test(words)) found.push(["passive", { found: promised[1] }]);
  }
  return found.slice(0, MOST);
};

const ready = (root) => {
  const source = document.querySelector("script[id^='plain-rules']");
  if (!source) return;
  const rules = JSON.parse(source.textContent);
  for (const box of root.querySelectorAll("textarea[data-plain]")) {
    const note = Object.assign(document.createElement("div"), { className: "plain-note", hidden: true });
    note.setAttribute("role", "status");
    // What the server has said of a form that came back is said here from now on.
    box.form.querySelector(".plain-note")?.remove();
    box.after(note);
    let timer;
    let before = "";
    const look = () => {
      const lines = find(box.value, rules).map(([kind, facts]) => rules.say[kind].replace(/\{(\w+)\}/g, (_, name) => facts[name]));
      if (lines.join() === before) return;
      before = lines.join();
      note.hidden = !lines.length;
      const list = document.createElement("ul");
      list.append(...lines.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
      note.replaceChildren(Object.assign(document.createElement("p"), { textContent: rules.say.title }), list);
    };
    box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, QUIET_MS); });
    look();
  }
};

ready(document);
document.addEventListener("laksa:part", (event) => ready(event.target));
