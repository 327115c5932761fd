// "My place now" chooses the kelurahan in the list: <form data-choose-place> with a button [data-here].
const form = document.querySelector("form[data-choose-place]");
const button = form?.querySelector("[data-here]");
const words = button?.querySelector("[data-words]");

const take = async ({ coords }) => {
  const answer = await fetch(`${location.pathname}?lat=${coords.latitude.toFixed(5)}&lon=${coords.longitude.toFixed(5)}`);
  const found = await answer.json();
  if (!found.code) { words.textContent = button.dataset.refused; return; }
  form.elements.kelurahan.value = found.code;
  form.requestSubmit();
};

if (button && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener("click", () => {
    words.textContent = button.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      (position) => take(position).catch(() => { words.textContent = button.dataset.refused; }),
      () => { words.textContent = button.dataset.refused; },
      { timeout: 15000, maximumAge: 60000 },
    );
  });
}
