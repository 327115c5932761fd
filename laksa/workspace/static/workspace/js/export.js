// While a file is being made its page asks how far it is; at the end it is loaded anew and has the link.
const place = document.querySelector("[data-export]");
const bar = place?.querySelector("progress");
const words = place?.querySelector("[data-export-words]");

const ask = async () => {
  try {
    const answer = await fetch(place.dataset.export, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const told = await answer.json();
    if (!told.is_under_way) return location.reload();
    bar.value = told.percent;
    // Said at every tenth alone, so that nobody is read a number every second.
    const tenth = String(Math.floor(told.percent / 10));
    if (words.dataset.tenth !== tenth) {
      words.dataset.tenth = tenth;
      words.textContent = `${told.percent} %`;
    }
  } catch { /* the network is away: asked again in a moment */ }
  setTimeout(ask, 1500);
};
if (place) setTimeout(ask, 1000);
