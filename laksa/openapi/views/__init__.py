"""GeoReport v2 over HTTP."""
