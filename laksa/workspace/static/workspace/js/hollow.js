// Points out a reply that says nothing yet while it is being typed: <textarea data-hollow="rules">.
// The rules are those of the server (cases/rules/phrases.py), which points it out once more before sending.
const plain = (text) => text.toLowerCase().replace(/[^a-z0-9\u00C0-\u024F]+/g, " ").trim();

const reader = ({ hollow, polite, when, most }) => {
  const any = (patterns) => new RegExp(`(?:^| )(?:${patterns.join("|")})(?= |$)`, "g");
  const without = (words, pattern) => words.replace(pattern, " ").replace(pattern, " ");
  return (text) => {
    const words = plain(text);
    if (!any(hollow).test(words) || /[0-9]/.test(words)) return false;
    const rest = without(without(words, any(hollow)), any(polite)).trim();
    return rest.split(" ").filter(Boolean).length <= most && !any([when]).test(rest);
  };
};

for (const box of document.querySelectorAll("textarea[data-hollow]")) {
  const isHollow = reader(JSON.parse(box.dataset.hollow));
  const note = box.form.querySelector("[data-hollow-note]");
  const look = () => {
    const found = isHollow(box.value);
    note.hidden = !found;
    box.classList.toggle("is-hollow", found);
  };
  box.addEventListener("input", look);
  look();
}
