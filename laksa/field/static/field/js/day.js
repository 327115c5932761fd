// Keeps the day's pages on the phone, and lets the way begin where the phone is.
const { urls } = JSON.parse(document.getElementById("crew-kept").textContent);
const { user } = document.querySelector("[data-band]").dataset;
const say = JSON.parse(document.getElementById("crew-say").textContent);
const here = document.querySelector("[data-from-here]");

const keep = async () => {
  // Pages of whoever used this phone before go first; forms of theirs stay unseen until they are back.
  if (localStorage.getItem("lapangan-user") !== user) await self.crew.forgetPages();
  localStorage.setItem("lapangan-user", user);
  const worker = (await navigator.serviceWorker.ready).active;
  worker.postMessage({ keep: urls });
};

navigator.serviceWorker?.addEventListener("message", (event) => {
  if (event.data === "kept") document.querySelector("[data-kept-note]").textContent = say.ready;
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
