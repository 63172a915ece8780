"""Forms of who comes in: the five questions, and what the team types in for who phones. They only shape; the services decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.catalogues import SPOKEN
from accounts.models.people import Gender, ReachBy
from core.forms import Codes
from core.text import in_language
from organisations.forms import LONG
from organisations.models import Programme
from organisations.models.enrolments import GOALS, Side
from organisations.models.themes import Theme
from organisations.selectors import list_open_programmes
from organisations.theme_forms import by_programme, wish_fields, wish_of


class NameQuestion(forms.Form):
    title = _("What is your name?")
    name_to_use = forms.CharField(
        label=_("Which name may we use?"),
        max_length=LONG,
        help_text=_("A first name is enough. It may be another name than on your identity card."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )


class PlaceQuestion(forms.Form):
    title = _("Where do you live?")
    place = forms.CharField(
        label=_("Your postcode or municipality"),
        max_length=LONG,
        help_text=_("For example 9000 or Gent. Others only read “in the area of Gent”."),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )


class LanguageQuestion(forms.Form):
    title = _("Which language do you speak best?")
    spoken = forms.ChoiceField(label=_("You speak best"), choices=SPOKEN.choices())
    language = forms.ChoiceField(
        label=_("In which language do we write to you?"),
        choices=[("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))],
    )


class GoalQuestion(forms.Form):
    title = _("What do you look for?")
    programme = forms.ModelChoiceField(
        label=_("With which organisation?"),
        queryset=Programme.objects.none(),
        to_field_name="public_id",
        empty_label=None,
        widget=forms.RadioSelect,
    )
    goals = Codes(
        GOALS, label=_("What would you like?"), help_text=_("Choose as many as you want.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = list_open_programmes()
        field.label_from_instance = _named  # type: ignore[method-assign,assignment]
        if len(field.queryset) == 1:
            field.initial = field.queryset[0]


def _named(programme: Programme) -> str:
    """The programme with its organisation, and what it offers in the reader's language."""
    name = f"{programme.organisation.name}: {programme.name}"
    offers = in_language(programme.description, get_language() or "")
    return f"{name}. {offers}" if offers else name


class ReachQuestion(forms.Form):
    title = _("How do we reach you?")
    reach_by = forms.ChoiceField(
        label=_("How do we reach you best?"),
        choices=[choice for choice in ReachBy.choices if choice[0] != ReachBy.LETTER],
        widget=forms.RadioSelect,
        initial=ReachBy.EMAIL,
    )
    email = forms.CharField(
        label=_("E-mail address"),
        required=False,
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        required=False,
        help_text=_("For example 1985. You may leave this empty."),
    )
    consent = forms.BooleanField(
        label=_("I agree that the team of this organisation uses my answers to look for somebody."),
        required=False,
    )
    # A field that people do not see. Programs that fill in everything betray themselves with it.
    website = forms.CharField(required=False, widget=forms.HiddenInput)


class ProxyQuestion(forms.Form):
    """Before somebody registers another person."""

    knows = forms.BooleanField(
        label=_("This person knows about it and wants it."),
        error_messages={
            "required": _("Talk about it first. Nobody is registered without knowing.")
        },
    )


class AddPerson(forms.Form):
    """What a coordinator types in for somebody who phones or writes."""

    programme = forms.ModelChoiceField(
        label=_("Programme"),
        queryset=Programme.objects.none(),
        to_field_name="public_id",
        empty_label=None,
    )
    side = forms.ChoiceField(label=_("This person"), choices=Side.choices)
    name_to_use = forms.CharField(label=_("Name to use"), max_length=LONG)
    family_name = forms.CharField(label=_("Family name"), required=False, max_length=LONG)
    place = forms.CharField(label=_("Postcode or municipality"), max_length=LONG)
    birth_year = forms.IntegerField(label=_("Year of birth"), required=False)
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender.choices, required=False)
    spoken = forms.ChoiceField(label=_("Speaks best"), choices=SPOKEN.choices())
    language = forms.ChoiceField(
        label=_("We write in"),
        choices=[("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))],
    )
    reach_by = forms.ChoiceField(
        label=_("How to reach"), choices=ReachBy.choices, initial=ReachBy.PHONE
    )
    phone = forms.CharField(label=_("Phone number"), required=False, max_length=40)
    email = forms.CharField(label=_("E-mail address"), required=False, max_length=320)
    goals = Codes(GOALS, label=_("What for"))
    consent = forms.BooleanField(
        label=_("This person told me that they agree that we look for somebody."), required=False
    )
    note = forms.CharField(
        label=_("Note for the team"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    # Made with the empty form, so that two clicks bring the same one.
    public_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, programmes: Any, themes: Sequence[Theme] = (), **kwargs: Any
    ) -> None:
        """`themes` of all these programmes, for who looks for a group."""
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = programmes
        self.themes, self.wish_names = themes, frozenset[str]()
        if themes:
            self._ask_for_theme()

    def _ask_for_theme(self) -> None:
        own = wish_fields(self.themes)
        own["theme"] = forms.ChoiceField(
            label=_("What is the group about?"),
            help_text=_("Only for who looks for a group. You can choose it later, too."),
            choices=[("", _("not chosen yet")), *by_programme(self.themes)],
            required=False,
        )
        rest = list(self.fields)
        after = rest.index("goals") + 1
        self.fields |= own
        self.wish_names = frozenset(own)
        self.order_fields([*rest[:after], *own, *rest[after:]])

    def said(self) -> dict[str, Any]:
        """What was filled in, with the wish as the services take it."""
        told = self.cleaned_data
        others = {name: told[name] for name in told if name not in self.wish_names}
        return others | {"wish": wish_of(told, self.themes)}
