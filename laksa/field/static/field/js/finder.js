// The viewfinder of the after-photo: the photo from before lies half-transparent over the camera, so that both are taken from one spot.
// Its shot goes into the form's own file field. Without a camera, or when it is refused, that field is all there is. Nothing is asked
// of the camera before somebody opens it, and it is let go as soon as nobody looks.
const WANTED = { audio: false, video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } } };
const { user } = document.querySelector("[data-band]").dataset;

// A before-photo that still waits on this phone is the best guide there is: the same crew took it a while ago.
const ownBefore = async (code) => {
  const mine = (await self.crew.all()).filter((item) => item.code === code && item.user === Number(user));
  const shots = mine.filter((item) => item.fields.some(([name, value]) => name === "verb" && value === "before"));
  return shots.at(-1)?.fields.find(([, value]) => value instanceof Blob)?.[1];
};

const shoot = async (video) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.9); });
  return new File([blob], "foto.jpg", { type: "image/jpeg", lastModified: Date.now() });
};

const enhance = (root) => {
  const part = (name) => root.querySelector(`[data-${name}]`);
  const [open, view, video, guide, clear, said] = ["open", "view", "video", "guide", "clear", "said"].map(part);
  const input = document.getElementById(root.dataset.finder);
  let stream;

  const close = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    view.hidden = true;
    open.hidden = false;
  };
  const refuse = () => {
    close();
    open.hidden = true;
    said.textContent = said.dataset.refused;
    input.focus();
  };
  const start = async () => {
    open.setAttribute("aria-busy", "true");
    try {
      stream = await navigator.mediaDevices.getUserMedia(WANTED);
      video.srcObject = stream;
      await video.play();
    } catch {
      return refuse();
    } finally {
      open.removeAttribute("aria-busy");
    }
    stream.getVideoTracks()[0].addEventListener("ended", close);
    open.hidden = true;
    view.hidden = false;
    said.textContent = "";
    part("shutter").focus();
  };
  const take = async () => {
    const files = new DataTransfer();
    try { files.items.add(await shoot(video)); } catch { return refuse(); }
    input.files = files.files;
    close();
    open.querySelector("[data-words]").textContent = open.dataset.again;
    said.textContent = said.dataset.taken;
    open.focus();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const show = (blob) => {
    const url = URL.createObjectURL(blob);
    for (const image of [guide, ...root.closest("form").querySelectorAll("[data-before]")]) Object.assign(image, { src: url, hidden: false });
    clear.closest("label").hidden = false;
  };
  const fade = () => { guide.style.opacity = String(clear.value / 100); };

  root.hidden = false;
  fade();
  clear.addEventListener("input", fade);
  open.addEventListener("click", start);
  part("shutter").addEventListener("click", take);
  part("close").addEventListener("click", () => { close(); open.focus(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) close(); });
  ownBefore(root.dataset.code).then((blob) => { if (blob) show(blob); }).catch(() => {});
};

if (navigator.mediaDevices?.getUserMedia) document.querySelectorAll("[data-finder]").forEach(enhance);
