"""Hide what names a person in a text that strangers will read. Pure: text in, text out."""

import re

NIK = "[NIK disembunyikan]"
PHONE = "[nomor telepon disembunyikan]"
EMAIL = "[e-mail disembunyikan]"
ACCOUNT = "[nomor rekening disembunyikan]"
NUMBER = "[nomor disembunyikan]"
NAME = "[nama disembunyikan]"
PLATE = "[nomor polisi disembunyikan]"

# What people put between digits, zero-width characters included: they are a known way past filters.
_GAP = r"[\s.\-()/\u00ad\u200b-\u200f\u2010-\u2015\u2060\ufeff]"
# Repeats are bounded everywhere, so that a text of 20,000 characters costs linear time.
_EMAIL = re.compile(
    r"[\w.+\-]{1,64}\s?(?:@|\uff20|[\[(]\s?at\s?[\])])\s?[\w\-]{1,63}(?:\s?(?:\.|[\[(]dot[\])])\s?[\w\-]{2,63}){1,4}",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"\b((?:no(?:mor)?\.?\s?)?(?:rekening|rek|norek|bca|bri|bni|bjb|mandiri|btn|bsi|dana|ovo|gopay)\b[\s.:a-z]{0,24}?)"
    rf"\d(?:{_GAP}?\d){{7,17}}(?!\d)",
    re.IGNORECASE,
)
# A NIK and a family card have 16 digits, a tax object 18.
_NIK = re.compile(rf"(?<![\d.,])\d(?:{_GAP}?\d){{15}}(?!\d)")
_OBJECT = re.compile(rf"(?<![\d.,])\d(?:{_GAP}?\d){{17}}(?!\d)")
_MOBILE = re.compile(rf"(?<!\d)(?:\(?\+?62\)?{_GAP}{{0,3}}0?|\(?0{_GAP}?)8\d{{1,2}}\)?(?:{_GAP}{{0,3}}\d){{6,10}}(?!\d)")
_LANDLINE = re.compile(rf"(?<![\d/.])(?:\+62{_GAP}?|\(?0)2(?:1|[2-9]\d)\)?{_GAP}{{0,2}}\d{{3,4}}{_GAP}?\d{{3,4}}(?!\d)")
_LONG = re.compile(r"(?<![\d.,])\d{10,}(?!\d)")
_DIGIT_WORD = r"(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)"
_SPOKEN = re.compile(rf"\b(?:{_DIGIT_WORD}[\s,.\-]{{1,3}}){{7,14}}{_DIGIT_WORD}\b", re.IGNORECASE)
_PLATE = re.compile(r"\b[A-Z]{1,2}[ .\-]?\d{1,4}[ .\-]?[A-Z]{2,3}\b")

_INTRODUCED = re.compile(
    r"\b(nama\s+(?:lengkap\s+)?(?:saya|aku|gue|gw|ane|sy|kulo)(?:\s+adalah)?\s*[:=]?\s*|nama\s*(?:lengkap|pelapor)?\s*[:=]\s*"
    r"|(?:saya|sy)\s+bernama\s+|perkenalkan,?\s+(?:nama\s+)?saya\s+|atas\s+nama\s*:?\s*|a\s?/\s?n\.?\s*:?\s*|an\.\s?|my\s+name\s+is\s+)"
    r"((?:[^\W\d_][\w'’.\-]{0,30})(?:[ \t]+[^\W\d_][\w'’.\-]{0,30}){0,5})",
    re.IGNORECASE,
)
_HERE_I_AM = re.compile(
    r"\b([Ss]aya|[Ss]y)(\s+)((?:[A-Z][a-z'’]{1,30})(?:\s+[A-Z][a-z'’]{1,30}){0,3})(?=\s*(?:,|\.|dari|warga|tinggal|\())"
)
# Words that end a name, or that show there was none after all ("nama saya belum terdaftar").
_ENDINGS = """
    ada adalah akan aku alamat apa atau bagian bahwa baru belum bisa bukan dan dari dengan di dicatut digunakan dipakai dpt
    dulu gak ga harus hilang hp ibu ingin ini itu izin jl jalan juga kami karena ke kel kelurahan kenapa kita ktp kok lapor lampu
    lurah masih mau melapor melaporkan mengadu minta mohon muncul nih nik no nomor nya pak pemkot perumahan perusahaan pt rt rumah rw
    salah sampah saya sdh sebagai sejak selaku sudah sy tapi tdk telp tercatat terdaftar tetangga tidak tinggal tolong udah umur untuk
    usia utk wa warga yang yg kecamatan kec dinas camat masyarakat penduduk pelanggan orang pengguna pedagang seorang
"""
_NOT_NAMES = frozenset(_ENDINGS.split())


def hide_identifiers(text: str) -> str:
    """Return the text with identity, phone, account and e-mail numbers and self-given names replaced by words in brackets.

    RT/RW, dates, amounts, house numbers and report codes stay: they say where and what, not who.
    """
    text = _EMAIL.sub(EMAIL, text)
    text = _ACCOUNT.sub(lambda hit: hit[1] + ACCOUNT, text)
    text = _OBJECT.sub(NUMBER, text)
    text = _NIK.sub(NIK, text)
    text = _MOBILE.sub(PHONE, text)
    text = _LANDLINE.sub(PHONE, text)
    text = _LONG.sub(NUMBER, text)
    text = _SPOKEN.sub(PHONE, text)
    text = _INTRODUCED.sub(_hide_introduced, text)
    return _HERE_I_AM.sub(_hide_self, text)


def hide_plates(text: str) -> str:
    """Return the text with number plates ("B 1234 CXY") replaced; apart, because some complaints are about a vehicle."""
    return _PLATE.sub(PLATE, text)


def _hide_introduced(hit: re.Match[str]) -> str:
    """Take the name after "nama saya": capitals as long as they run, else two words at most."""
    words = hit[2].split()
    count = _name_length(words)
    if not count:
        return hit[0]
    end = words[count - 1][-1]
    kept = hit[2][_end_of(hit[2], count) :]
    return hit[1] + NAME + (end if end in ".," else "") + kept


def _name_length(words: list[str]) -> int:
    limit = 5 if words[0][:1].isupper() else 2
    count = 0
    for word in words[:limit]:
        if word.casefold().strip(".,'’-") in _NOT_NAMES or (limit == 5 and not word[:1].isupper()):
            break
        count += 1
        if word.endswith(".") and len(word) > 4:
            break
    return count


def _end_of(text: str, count: int) -> int:
    """Where the first `count` words of the text end."""
    spans = [match.end() for match in re.finditer(r"\S+", text)]
    return spans[count - 1]


def _hide_self(hit: re.Match[str]) -> str:
    return hit[0] if hit[3].split()[0].casefold() in _NOT_NAMES else hit[1] + hit[2] + NAME
