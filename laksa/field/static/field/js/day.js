// Keeps the day's pages on the phone, and lets the way begin where the phone is.
const { urls } = JSON.parse(document.getElementById("crew-kept").textContent);
const { user } = document.querySelector("[data-band]").dataset;
const say = JSON.parse(document.getElementById("crew-say").textContent);
const here = document.querySelector("[data-from-here]");

const keep = async () => {
  // Pages of whoever used this phone before go first; forms of theirs stay unseen until they are back.
  if (localStorage.getItem("lapangan-user") !== user) await self.crew.forgetPages();
  localStorage.setItem("lapangan-user", user);
  // A phone that runs short of room throws away what nobody asked it to keep.
  await navigator.storage?.persist?.();
  const worker = (await navigator.serviceWorker.ready).active;
  worker.postMessage({ keep: urls });
  if (await self.crew.who()) await self.crew.band.tell();
};

navigator.serviceWorker?.addEventListener("message", (event) => {
  const words = { kept: say.ready, partly: say.partly }[event.data];
  if (words) document.querySelector("[data-kept-note]").textContent = words;
});
if (navigator.serviceWorker && navigator.onLine) keep().catch(() => {});

if (here && navigator.geolocation) {
  here.hidden = false;
  here.addEventListener("click", () => {
    here.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { location.search = `?lat=${coords.latitude.toFixed(5)}&lon=${coords.longitude.toFixed(5)}`; },
      () => { here.removeAttribute("aria-busy"); document.querySelector("[data-live]").textContent = say.place_none; },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}
