"""Bringing in a spreadsheet: hand it in, look at the preview, decide about doubtful rows, have it brought in."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from core.errors import DomainError, NotFoundHere
from core.forms import explain
from core.lists import Pages
from core.views import say_and_go
from organisations import services
from organisations.errors import FileTooLarge
from organisations.imports.faults import failure_words, words_in_place
from organisations.imports.labels import label_of
from organisations.imports.preview import preview_of
from organisations.models import Import, ImportRow, Programme
from organisations.models.enrolments import Side
from organisations.models.imports import ImportState, RowState
from organisations.selectors import get_import, list_imports, list_programmes
from organisations.views.desk import team_user

PAGE = 50
_WORKING = (ImportState.READING, ImportState.APPLYING)


class UploadForm(forms.Form):
    programme = forms.ModelChoiceField(
        label=gettext_lazy("Programme"),
        queryset=Programme.objects.none(),
        to_field_name="public_id",
        empty_label=None,
    )
    side = forms.ChoiceField(
        label=gettext_lazy("Who stands in this list?"),
        choices=[("", gettext_lazy("both: a column says it")), *Side.choices],
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Your spreadsheet (CSV or XLSX)"),
        help_text=gettext_lazy(
            "The first row has headings, in Dutch, French or English. At most 20 MB."
        ),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = programmes


@login_required
def imports(request: HttpRequest) -> HttpResponse:
    """Earlier lists, and a form for a new one."""
    user = team_user(request)
    form = UploadForm(
        request.POST or None, request.FILES or None, programmes=list_programmes(by=user)
    )
    if request.method == "POST":
        batch = _handed_in(request, form, user)
        if batch is not None:
            return redirect("organisations:import", batch.public_id)
    context = {"form": form, "imports": list_imports(by=user)[:PAGE]}
    return render(
        request, "organisations/imports.html", context, status=422 if form.errors else 200
    )


def _handed_in(request: HttpRequest, form: UploadForm, user: User) -> Import | None:
    try:
        if getattr(request, "upload_too_large", False):
            form.is_valid()
            form.errors.pop("file", None)
            raise FileTooLarge(megabytes=settings.UPLOAD_LIMIT_BYTES // 1024**2)
        if not form.is_valid():
            return None
        said = form.cleaned_data
        return services.start_import(
            programme_id=said["programme"].pk,
            file_name=said["file"].name,
            content=said["file"].read(),
            side=said["side"],
            by=user,
            now=timezone.now(),
        )
    except DomainError as error:
        explain(form, error)
        return None


@login_required
@require_GET
def one_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    batch = get_import(public_id=public_id, by=team_user(request))
    if request.htmx:  # type: ignore[attr-defined]
        return _progress(request, batch)
    preview = preview_of(batch)
    state = request.GET.get("state", "")
    if state not in RowState.values:
        state = _first_to_look_at(preview.counts)
    page = Pages(batch.rows.filter(state=state).order_by("number"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "batch": batch,
        "working": batch.state in _WORKING,
        "failure": failure_words(batch.failure, batch.columns) if batch.failure else "",
        "preview": preview,
        "columns": [(heading, label_of(field)) for heading, field in preview.known.items()],
        "tabs": [(code, label, preview.counts[code]) for code, label in RowState.choices],
        "state": state,
        "page": page,
        "rows": [(row, _told(row)) for row in page.object_list],
        "query": f"state={state}",
        "to_look_at": preview.counts[RowState.FAULTY] + preview.counts[RowState.DOUBTFUL],
    }
    return render(request, "organisations/import.html", context)


def _progress(request: HttpRequest, batch: Import) -> HttpResponse:
    working = batch.state in _WORKING
    response = render(
        request, "organisations/import_progress.html", {"batch": batch, "working": working}
    )
    if not working:
        response["HX-Refresh"] = "true"
    return response


def _first_to_look_at(counts: dict[str, int]) -> str:
    order = (RowState.FAULTY, RowState.DOUBTFUL, RowState.KNOWN, RowState.GOOD, RowState.IMPORTED)
    return next((state for state in order if counts[state]), RowState.GOOD)


def _told(row: ImportRow) -> list[str]:
    return list(dict.fromkeys(words_in_place(fault) for fault in row.faults))


@login_required
@require_POST
def apply_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Bring in all rows, or only the good ones."""
    user = team_user(request)
    batch = get_import(public_id=public_id, by=user)
    services.request_apply(
        import_id=batch.pk,
        only_good=request.POST.get("only_good") == "1",
        by=user,
        now=timezone.now(),
    )
    return redirect("organisations:import", public_id)


@login_required
@require_POST
def cancel_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = team_user(request)
    batch = get_import(public_id=public_id, by=user)
    services.cancel_import(import_id=batch.pk, by=user, now=timezone.now())
    return say_and_go(request, _("Stopped. Nothing was brought in."), "organisations:imports")


@login_required
@require_POST
def decide_row(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """Bring this row in although it looks like somebody, or leave it out."""
    user = team_user(request)
    batch = get_import(public_id=public_id, by=user)
    row = batch.rows.filter(number=number).order_by("pk").first()
    if row is None:
        raise NotFoundHere
    services.decide_row(
        row_id=row.pk, take=request.POST.get("take") == "1", by=user, now=timezone.now()
    )
    return say_and_go(request, _("Noted."), "organisations:import", public_id)
