"""Forms of themes, rooms and wishes. They only shape; the services decide."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.catalogues import ACCESS, DAY_PARTS
from accounts.catalogues.lists import day_part_in_words
from core.forms import Codes
from organisations.models import MeetingPlace, Theme, Wish
from organisations.models.themes import (
    MEMBERS_LIMIT,
    PLACE_ADDRESS_LIMIT,
    RELATIONS,
    STAGES_LIMIT,
    THEME_NAME_LIMIT,
    Stage,
    ThemeKind,
)


def _name(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=THEME_NAME_LIMIT)


def _members(label: Any, usual: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=2, max_value=MEMBERS_LIMIT, initial=usual)


class ThemeNamesForm(forms.Form):
    """What a theme is called; in each language, so that everybody reads their own."""

    name_nl = _name(_("Name in Dutch"))
    name_fr = _name(_("Name in French"))
    name_en = _name(_("Name in English"))


class ThemeForm(ThemeNamesForm):
    kind = forms.ChoiceField(
        label=_("Kind of group"), choices=ThemeKind.choices, initial=ThemeKind.PEER
    )
    is_closed = forms.BooleanField(
        label=_("Closed: nobody comes in once the group has started"), required=False
    )
    least_members = _members(_("It starts with at least so many members"), 4)
    wished_members = _members(_("The best number of members"), 7)
    most_members = _members(_("Never more members than"), 10)
    together = Codes(RELATIONS, label=_("Who may be in one group together"))
    stage_spread = forms.IntegerField(
        label=_("How many steps their stages may lie apart"),
        help_text=_("0: only people at the same stage."),
        min_value=0,
        max_value=STAGES_LIMIT,
        initial=1,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def known_theme(theme: Theme) -> dict[str, Any]:
    """What the form shows of a theme."""
    names = [name for name in ThemeForm.base_fields if name != "together"]
    return {name: getattr(theme, name) for name in names} | {
        "together": RELATIONS.codes(theme.together)
    }


class MeetingPlaceForm(forms.Form):
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    address = forms.CharField(
        label=_("Street and number"),
        help_text=_("Members of a group read it."),
        required=False,
        max_length=PLACE_ADDRESS_LIMIT,
    )
    where = forms.CharField(label=_("Postcode or municipality"), required=False, max_length=200)
    day_parts = Codes(DAY_PARTS, label=_("Open"))
    offers = Codes(ACCESS, label=_("Suited for somebody who says"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["day_parts"])
        field.choices = [(item.code, day_part_in_words(item.bit)) for item in DAY_PARTS]


def known_place(place: MeetingPlace) -> dict[str, Any]:
    return {
        "name": place.name,
        "address": place.address,
        "where": f"{place.postal.postcode} {place.postal.name_nl}",
        "day_parts": DAY_PARTS.codes(place.day_parts),
        "offers": ACCESS.codes(place.offers),
        "version": place.version,
    }


def _theme_choices(themes: Iterable[Theme]) -> list[tuple[str, str]]:
    return [(str(theme.public_id), theme.name) for theme in themes]


def by_programme(themes: Iterable[Theme]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The choices of several programmes, each under its name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for theme in themes:
        found.setdefault(theme.programme.name, []).extend(_theme_choices([theme]))
    return list(found.items())


def wish_fields(themes: Sequence[Theme]) -> dict[str, forms.Field]:
    """What somebody waits for; everything but the theme may be left open. A link group reads nothing but the theme."""
    theme = forms.ChoiceField(
        label=_("What is your group about?"),
        choices=_theme_choices(themes),
        widget=forms.RadioSelect,
    )
    if all(each.kind == ThemeKind.LINK for each in themes):
        return {"theme": theme, "minds_being_only": _minds_being_only()}
    return {
        "theme": theme,
        "relation": forms.ChoiceField(
            label=_("How does it touch you?"),
            choices=[("", _("I would rather not say")), *RELATIONS.choices()],
            required=False,
        ),
        "stage": forms.TypedChoiceField(
            label=_("How long already?"),
            choices=[("", _("I would rather not say")), *Stage.choices],
            coerce=int,
            empty_value=0,  # type: ignore[arg-type]
            required=False,
        ),
        "is_longer_on_road": forms.BooleanField(
            label=_("I have been through it for longer, and can tell others about it"),
            required=False,
        ),
        "minds_being_only": _minds_being_only(),
    }


def _minds_being_only() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("I would not like to be the only man or the only woman in the group"),
        required=False,
    )


def skippable(fields: dict[str, forms.Field]) -> dict[str, forms.Field]:
    """The same where people register: the theme may be chosen later, too."""
    theme = cast(forms.ChoiceField, fields["theme"])
    theme.choices = [("", _("I do not know yet")), *cast(list[Any], theme.choices)]
    theme.required, theme.initial = False, ""
    theme.help_text = _("Only your team reads this. You can choose or change it later, too.")
    return fields


def wish_of(said: Mapping[str, Any], themes: Iterable[Theme]) -> dict[str, Any] | None:
    """The wish as the services take it; None: nothing was chosen."""
    ids = {str(theme.public_id): theme.pk for theme in themes}
    if not said.get("theme"):
        return None
    return {"theme_id": ids[said["theme"]]} | {name: said[name] for name in _WISH if name in said}


_WISH = ("relation", "stage", "is_longer_on_road", "minds_being_only")


class WishForm(forms.Form):
    """What somebody waits for."""

    def __init__(self, *args: Any, themes: Sequence[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= wish_fields(themes)


def known_wish(wish: Wish | None) -> dict[str, Any]:
    if wish is None:
        return {}
    codes = {item.bit: item.code for item in RELATIONS}
    return {
        "theme": str(wish.theme.public_id),
        "relation": codes.get(wish.relation, ""),
        "stage": wish.stage or "",
        "is_longer_on_road": wish.is_longer_on_road,
        "minds_being_only": wish.minds_being_only,
    }


class LedThemesForm(forms.Form):
    themes = forms.MultipleChoiceField(
        label=_("Which groups do you want to lead?"),
        help_text=_("Tick none to lead any."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, themes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["themes"]).choices = _theme_choices(themes)


class IdeaForm(forms.Form):
    name = forms.CharField(
        label=_("What would the group be about?"), required=False, max_length=200
    )
    why = forms.CharField(
        label=_("Do you want to tell more?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
