// Says how much room is left: <textarea data-count="4000" aria-describedby="…_count"> with <span id="…_count">.
const english = document.documentElement.lang.startsWith("en");
const figure = new Intl.NumberFormat(english ? "en" : "id");

const enhance = (root) => {
  for (const box of root.querySelectorAll("[data-count]")) {
    const most = Number(box.dataset.count);
    const place = document.getElementById(`${box.id}_count`);
    if (!place || !most) continue;
    const spoken = document.createElement("span");
    spoken.className = "unseen";
    spoken.setAttribute("aria-live", "polite");
    place.after(spoken);
    const before = place.textContent;
    let timer;

    const say = () => {
      const left = most - box.value.length;
      // Silent until it matters, so that nobody writes against a counter.
      const near = left < most / 5;
      const words = left < 0
        ? (english ? `${figure.format(-left)} characters too many` : `${figure.format(-left)} huruf terlalu banyak`)
        : (english ? `${figure.format(left)} characters left` : `Sisa ${figure.format(left)} huruf`);
      place.textContent = near ? words : before;
      place.classList.toggle("is-over", left < 0);
      clearTimeout(timer);
      if (near) timer = setTimeout(() => { spoken.textContent = words; }, 1000);
    };
    box.addEventListener("input", say);
    say();
  }
};

enhance(document);
// A page that was swapped in by another module brings its own boxes.
document.addEventListener("laksa:swap", (event) => enhance(event.detail));
