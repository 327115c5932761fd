// "My place now" asks the phone when it is chosen, and the map is loaded when it is chosen: <fieldset data-place>.
const say = (words, name) => words.replace("{name}", name);

// Tells in words where a point lies, so that a wrong one is seen before it is sent.
const told = async (field, target, lat, lon) => {
  const form = field.closest("form");
  form.elements.lat.value = lat.toFixed(6);
  form.elements.lon.value = lon.toFixed(6);
  const words = field.querySelector("[data-here]").dataset;
  try {
    const answer = await fetch(`${field.dataset.place}?lat=${lat.toFixed(6)}&lon=${lon.toFixed(6)}`, { headers: { Accept: "application/json" } });
    const found = await answer.json();
    target.textContent = found.inside ? say(words.found, `Kelurahan ${found.village}`) : say(words.outside, found.neighbour || "–");
  } catch {
    target.textContent = `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
  }
};

const here = (field) => {
  const target = field.querySelector("[data-here]");
  if (!navigator.geolocation) { target.textContent = target.dataset.refused; return; }
  target.textContent = target.dataset.asking;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => told(field, target, coords.latitude, coords.longitude),
    () => { target.textContent = target.dataset.refused; },
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
};

const enhance = (root) => {
  for (const hidden of root.querySelectorAll("[data-scripted]")) hidden.hidden = false;
  const field = root.querySelector("fieldset[data-place]");
  if (!field) return;
  const form = field.closest("form");
  const picker = field.querySelector("[data-picker]");
  let isOpen = false;

  const choose = async (way) => {
    if (way === "gps") here(field);
    if (way !== "map" || isOpen) return;
    isOpen = true;
    const { openPicker } = await import(picker.dataset.module);
    const known = [form.elements.lat.value, form.elements.lon.value].map(Number);
    const centre = known[0] ? known : field.dataset.centre.split(",").map(Number);
    openPicker(picker, { centre, isKnown: Boolean(known[0]), moved: (lat, lon) => told(field, field.querySelector("[data-there]"), lat, lon) });
  };
  field.addEventListener("change", (event) => { if (event.target.name === "way") choose(event.target.value); });
  // A search box that is written in means that this way is meant.
  field.querySelector("[name=query]")?.addEventListener("input", () => { field.querySelector("[value=text]").checked = true; });
  const chosen = field.querySelector("[name=way]:checked")?.value;
  if (chosen === "map") choose("map");
};

enhance(document);
document.addEventListener("laksa:swap", (event) => enhance(event.detail));
