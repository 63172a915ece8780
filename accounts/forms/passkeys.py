"""allauth's forms for passkeys, in our words."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

_NAME = _("A name for this passkey, for example “my phone”")


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]
    """Ticked from the start: who adds a passkey wants to log in with it."""

    name = forms.CharField(label=_NAME, required=False, max_length=100)
    passwordless = forms.BooleanField(
        label=_("I log in with this passkey, without a password"),
        required=False,
        initial=True,
        help_text=_("Your device then asks for your finger, your face or your PIN."),
    )


class RenamePasskey(EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=_NAME, max_length=100)
