// What is done to a photo before it leaves the phone: read where it was taken, then make it smaller.
// Source of the first: Exif 2.32 (CIPA DC-008), APP1 segment, TIFF header, GPS tags 1 to 4.
const LONGEST = 1600;

const ascii = (view, at, length) => String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, length));

const tiffOf = (view) => {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 10 < view.byteLength && view.getUint8(at) === 0xff) {
    const size = view.getUint16(at + 2);
    if (view.getUint8(at + 1) === 0xe1 && ascii(view, at + 4, 4) === "Exif") return new DataView(view.buffer, at + 10, size - 8);
    if (view.getUint8(at + 1) === 0xda) return null;
    at += 2 + size;
  }
  return null;
};

const entries = (tiff, at, little) => {
  const found = new Map();
  const many = tiff.getUint16(at, little);
  for (let number = 0; number < many; number += 1) {
    const entry = at + 2 + number * 12;
    found.set(tiff.getUint16(entry, little), entry + 8);
  }
  return found;
};

const degrees = (tiff, at, little) => {
  const start = tiff.getUint32(at, little);
  const part = (number) => tiff.getUint32(start + number * 8, little) / tiff.getUint32(start + number * 8 + 4, little);
  return part(0) + part(1) / 60 + part(2) / 3600;
};

const placeOf = (view) => {
  const tiff = tiffOf(view);
  if (!tiff) return null;
  const little = tiff.getUint16(0) === 0x4949;
  const gps = entries(tiff, tiff.getUint32(4, little), little).get(0x8825);
  if (!gps) return null;
  const tags = entries(tiff, tiff.getUint32(gps, little), little);
  if (![1, 2, 3, 4].every((tag) => tags.has(tag))) return null;
  const lat = degrees(tiff, tags.get(2), little) * (ascii(tiff, tags.get(1), 1) === "S" ? -1 : 1);
  const lon = degrees(tiff, tags.get(4), little) * (ascii(tiff, tags.get(3), 1) === "W" ? -1 : 1);
  const real = Number.isFinite(lat) && Number.isFinite(lon) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return real && (lat || lon) ? { lat, lon } : null;
};

// The header lies in the first 128 KB; a broken one is no place and no fault.
export const readPlace = async (file) => {
  try {
    return placeOf(new DataView(await file.slice(0, 131072).arrayBuffer()));
  } catch {
    return null;
  }
};

// What a browser can't open (often HEIC) goes as it is; the city can.
export const shrink = async (file) => {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < 600000 && file.type === "image/jpeg") return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.82); });
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
};
