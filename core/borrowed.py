"""Sentences of Django and allauth that we say in our own words: a catalogue of the project goes before theirs.

Nothing reads these lists; standing here, the sentences are collected, translated and checked like our own.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

SENTENCES = (
    _("Sign In"),
    _("Sign Out"),
    _("Signup"),
    _("Sign Up"),
    _("If you have not created an account yet, then please %(link)ssign up%(end_link)s first."),
    _("Already have an account? Then please %(link)ssign in%(end_link)s."),
    _("Remember Me"),
    _("Sign in with a passkey"),
    _("Send me a sign-in code"),
    _("You will receive a special code for a password-free sign-in."),
    _("Request Code"),
    _("Other sign-in options"),
    _("Enter Sign-In Code"),
    _("We've sent a code to %(recipient)s. The code expires shortly, so please enter it soon."),
    _("A sign-in code has been sent to %(recipient)s."),
    _("Request new code"),
    _("Email Verification"),
    _("Enter Email Verification Code"),
    _("Confirm Access"),
    _("Please reauthenticate to safeguard your account."),
    _("Enter your password:"),
    _("Alternative options"),
    _("Account Inactive"),
    _("This account is inactive."),
    _("The email address and/or password you specified are not correct."),
    _("Successfully signed in as %(name)s."),
    _("You have signed out."),
    _("Are you sure you want to sign out?"),
    _("Please contact us if you have any trouble resetting your password."),
    _(
        "We have sent you an email. If you have not received it please check your spam "
        "folder. Otherwise contact us if you do not receive it in a few minutes."
    ),
    _("Reset My Password"),
    _("Bad Token"),
    _("Current email"),
    _("Change to"),
    _("Change Email"),
    _("Change Password"),
    _("Two-Factor Authentication"),
    _("Authenticator App"),
    _("An authenticator app is not active."),
    _("Authentication using an authenticator app is active."),
    _("Activate"),
    _("Deactivate"),
    _("Activate Authenticator App"),
    _("Security Keys"),
    _("No security keys have been added."),
    _("Add Security Key"),
    _("Add"),
    _("Recovery Codes"),
    _("No recovery codes set up."),
    _("Signed out of all other sessions."),
    _("You cannot remove your primary email address (%(email)s)."),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _(
        "You're receiving this email because user %(user_display)s has given your email "
        "address to register an account on %(site_domain)s."
    ),
    _("Your email verification code is listed below. Please enter it in your open browser window."),
    _("Your sign-in code is listed below. Please enter it in your open browser window."),
    _("This mail can be safely ignored if you did not initiate this action."),
    _("Sign-In Code"),
    _("Please Confirm Your Email Address"),
    _("Password Reset Email"),
    _(
        "You're receiving this email because you or someone else has requested a password "
        "reset for your user account.\nIt can be safely ignored if you did not request a "
        "password reset. Click the link below to reset your password."
    ),
    _("This field is required."),
    _("Password Reset"),
    _(
        "Forgotten your password? Enter your email address below, and we'll send you an "
        "email allowing you to reset it."
    ),
    _("Confirmation email sent to %(email)s."),
    _("You have confirmed %(email)s."),
    _("Incorrect code."),
)
COUNTED = (
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
)
