"""A believable demo: two organisations and hundreds of people who do not exist. Only where `KOMPAAN_DEMO` is on."""
