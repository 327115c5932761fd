// Fields that answer at once, also in a form that was put in later: days off, the look of a photo, a code to take over.
const ready = (root) => {
  for (const day of root.querySelectorAll("input[data-closed]")) {
    const closed = new Set(JSON.parse(day.dataset.closed));
    const note = day.form.querySelector("[data-closed-note]");
    const look = () => { if (note) note.hidden = !closed.has(day.value); };
    day.addEventListener("change", look);
    look();
  }
  for (const files of root.querySelectorAll("input[data-photos]")) {
    const preview = files.form.querySelector("[data-photo-preview]");
    const slot = files.form.querySelector("[data-photo-slot]");
    if (!slot) continue;
    files.addEventListener("change", () => {
      const file = files.files[0];
      if (!file) return;
      const picture = Object.assign(document.createElement("img"), { src: URL.createObjectURL(file), alt: "" });
      picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
      // Browsers that can't draw HEIC say the file's name instead.
      picture.addEventListener("error", () => { slot.textContent = file.name; });
      slot.className = "photo";
      slot.replaceChildren(picture);
      preview.hidden = false;
    });
  }
  for (const choice of root.querySelectorAll("input[data-fills]")) {
    choice.addEventListener("change", () => { document.getElementById(choice.dataset.fills).value = choice.value; });
  }
};

ready(document);
document.addEventListener("laksa:part", (event) => ready(event.target));
