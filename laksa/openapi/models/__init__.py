"""Questions to the cases, as both interfaces ask them. No table of its own."""
