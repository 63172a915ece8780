"""The time zones to choose from: those of a place, such as Europe/Brussels."""

from zoneinfo import available_timezones

_REGIONS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia"),
    *("Europe", "Indian", "Pacific"),
)
ZONES = tuple(sorted(each for each in available_timezones() if each.split("/")[0] in _REGIONS))


def by_region() -> list[tuple[str, list[tuple[str, str]]]]:
    """For a list to choose from: region → each zone with the name of its place."""
    return [
        (
            region,
            [
                (zone, zone.removeprefix(f"{region}/").replace("_", " "))
                for zone in ZONES
                if zone.startswith(f"{region}/")
            ],
        )
        for region in _REGIONS
    ]
