// The guided photo: the place is read once the page is open, the code's time runs down, and the picture is shown beside the one before.
const form = document.querySelector("[data-capture]");
const fields = form.elements;
const place = form.querySelector("[data-place]");
const left = form.querySelector("[data-left]");
const slot = form.querySelector("[data-shot]");
const ends = new Date(form.dataset.ends).getTime();
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
  const seconds = Math.round((ends - Date.now()) / 1000);
  left.hidden = false;
  left.textContent = seconds > 0 ? fill(left.dataset.says, { minutes: Math.floor(seconds / 60), seconds: seconds % 60 }) : left.dataset.over;
  if (seconds > 0) setTimeout(tick, 1000);
};

// A file from the gallery says when it was made; one from the camera was made just now.
fields.photos.addEventListener("change", () => {
  const [file] = fields.photos.files;
  if (!file) return;
  fields.taken_at.value = new Date(Math.min(file.lastModified || Date.now(), Date.now())).toISOString();
  const picture = Object.assign(document.createElement("img"), { src: URL.createObjectURL(file), alt: "" });
  slot.classList.remove("photo--none");
  slot.replaceChildren(picture);
  locate();
});

form.addEventListener("submit", () => { fields.phone_at.value = new Date().toISOString(); });
locate();
tick();
