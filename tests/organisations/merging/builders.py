"""Two files that become one."""

from organisations import services
from tests.clock import NOW


def merge(two, by, **more):
    kept, other = two
    return services.merge_people(
        kept_id=kept.person_id, other_id=other.person_id, by=by, now=NOW, **more
    )
