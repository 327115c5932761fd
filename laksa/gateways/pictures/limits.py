"""How large a picture may be; apart, so that a page can say it without loading what reads pictures."""

BYTES_LIMIT = 10 * 1024 * 1024
# The "50 megapixel" modes of today's phones take up to 8192 × 6144, a little over 50 million.
PIXEL_LIMIT = 50 * 1024 * 1024
