"""Stopping mails by the link in them, without a login (RFC 8058): one click in a mail program, or a button on a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from core.views import choice_in, chosen_language
from notifications.chosen import wants_mail
from notifications.services import switch_mail
from notifications.stop_links import read_unsubscribe_token


@never_cache
@csrf_exempt
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Only what a mail program sends needs no token of a form: it read none. Who has the link may do this anyhow."""
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        reader, topics = read_unsubscribe_token(token)
        switch_mail(reader=reader, topics=topics, wanted=False, now=timezone.now())
        return HttpResponse(content_type="text/plain")
    return _page(request, token)


@csrf_protect
def _page(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing: mail programs and scanners open links by themselves. Only a button does."""
    reader, topics = read_unsubscribe_token(token)
    language = chosen_language(request) or reader.language
    with translation.override(language):
        request.LANGUAGE_CODE = language
        if request.method == "POST":
            wanted = choice_in(request, "mails", ("stop", "again")) == "again"
            switch_mail(reader=reader, topics=topics, wanted=wanted, now=timezone.now())
            return redirect("unsubscribe", token)
        context = {
            "topics": [topic.label for topic in topics],
            "wanted": wants_mail(reader, topics),
        }
        return render(request, "notifications/unsubscribe.html", context)
