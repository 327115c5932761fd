// What a photo that was just chosen says of itself, and how it is made smaller before it travels. Loaded before stop.js and capture.js.
{
  const LONGEST_PX = 1920;

  // When a photo was taken, by this phone's clock: the file says it, also of one from the gallery; of several the oldest counts.
  // A file that knows nothing, or a time that is still to come, was taken now at the latest.
  const takenAt = (files) => {
    const now = Date.now();
    return new Date(Math.min(now, ...files.map((file) => file.lastModified || now)));
  };

  // A smaller photo is sent sooner; one that this browser can't draw goes as it is.
  const shrink = async (file) => {
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST_PX / Math.max(picture.width, picture.height));
      const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
      return new File([blob], "foto.jpg", { type: "image/jpeg" });
    } catch {
      return file;
    }
  };

  self.shot = { takenAt, shrink };
}
