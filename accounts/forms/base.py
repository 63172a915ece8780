"""What all steps of the profile share: they show what is known, and hand what was typed to one service."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db import transaction

from accounts import services
from accounts.forms.disclosure import add_disclosures, chosen_disclosures
from accounts.models import Person, User
from accounts.models.consents import Part


class StepForm(forms.Form):
    """`version` is the person's version when the page was read: it finds that somebody else changed it meanwhile."""

    template: ClassVar[str] = "accounts/step.html"
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, person: Person, parts: tuple[Part, ...] = (), **kwargs: Any
    ) -> None:
        self.person, self.parts = person, parts
        kwargs["initial"] = {"version": person.version, **self.known(person)}
        super().__init__(*args, **kwargs)
        self.add_fields()
        add_disclosures(self, parts, person)

    def add_fields(self) -> None:
        """Fields that come from a catalogue; who sees the answers is asked after them."""

    def known(self, person: Person) -> dict[str, Any]:
        raise NotImplementedError

    def change(self, said: dict[str, Any], **who: Any) -> None:
        raise NotImplementedError

    @transaction.atomic
    def save(self, *, by: User, now: datetime) -> None:
        """Hand everything to the services; their refusals pass through and nothing is changed then."""
        said = dict(self.cleaned_data)
        version = said.pop("version")
        shown = chosen_disclosures(said)
        mine = {name: value for name, value in said.items() if not name.startswith("shown_")}
        self.change(mine, person_id=self.person.pk, by=by, now=now, expected_version=version)
        if shown:
            services.change_disclosures(person=self.person, choices=shown, by=by, now=now)
