// The guided photo: the place is read once the page is open, the code's time runs down, and the picture is shown beside the one before.
const form = document.querySelector("[data-capture]");
const fields = form.elements;
const place = form.querySelector("[data-place]");
const left = form.querySelector("[data-left]");
const slot = form.querySelector("[data-shot]");
// Counted from the page's own beginning: the clock of a phone may be wrong by a day.
const seconds = () => Math.round(form.dataset.lasts - performance.now() / 1000);
const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, key) => facts[key]);

const lost = () => { place.textContent = place.dataset.lost; };
const found = ({ coords }) => {
  fields.lat.value = coords.latitude;
  fields.lon.value = coords.longitude;
  fields.accuracy.value = coords.accuracy;
  place.textContent = fill(place.dataset.found, { accuracy: Math.round(coords.accuracy) });
};
const locate = () => {
  if (!navigator.geolocation) return lost();
  navigator.geolocation.getCurrentPosition(found, lost, { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 });
};

const tick = () => {
  const rest = seconds();
  left.hidden = false;
  left.textContent = rest > 0 ? fill(left.dataset.says, { minutes: Math.floor(rest / 60), seconds: rest % 60 }) : left.dataset.over;
  if (rest > 0) setTimeout(tick, 1000);
};

fields.photos.addEventListener("change", () => {
  const [file] = fields.photos.files;
  if (!file) return;
  fields.taken_at.value = self.shot.takenAt([file]).toISOString();
  const picture = Object.assign(document.createElement("img"), { src: URL.createObjectURL(file), alt: "" });
  slot.classList.remove("photo--none");
  slot.replaceChildren(picture);
  locate();
});

// Without a signal the photo goes on the phone as from the stop's own page; its code may then be too old, and a lead signs.
const keep = async () => {
  const url = form.dataset.send;
  const item = await self.shot.itemOf(form, [...fields.photos.files], { code: form.dataset.code, what: form.dataset.crew, url });
  item.fields.push(["verb", "done"]);
  const { state } = await self.shot.hand(item);
  place.textContent = state === "full" ? form.dataset.full : form.dataset.kept;
  if (state === "full") return;
  form.replaceChildren(place);
  place.className = "note note--warn";
};
form.addEventListener("submit", (event) => {
  fields.phone_at.value = new Date().toISOString();
  if (navigator.onLine) return;
  event.preventDefault();
  delete form.dataset.sent;
  keep();
});
locate();
tick();
