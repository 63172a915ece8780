"""Bring in a spreadsheet from the command line: preview, the rows that are not right, and how far it is."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import DomainError
from organisations import services
from organisations.imports.faults import failure_words
from organisations.imports.preview import preview_of, told_of_rows
from organisations.models import Import, Programme
from organisations.models.enrolments import Side
from organisations.models.imports import ImportState, RowState


class Command(BaseCommand):
    help = "Bring the people of a CSV or XLSX file into a programme."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--programme", required=True, help="its name or its UUID")
        parser.add_argument(
            "--side", choices=Side.values, default="", help="for rows that say none"
        )
        parser.add_argument(
            "--only-good", action="store_true", help="leave out the rows that are not right"
        )
        parser.add_argument("--dry-run", action="store_true", help="look only, bring nobody in")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._import(options)
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _import(self, options: dict[str, Any]) -> None:
        batch = self._read(options)
        self._preview(batch)
        if options["dry_run"]:
            services.cancel_import(import_id=batch.pk, by=None, now=timezone.now())
            self.stdout.write("Nothing was brought in.")
            return
        try:
            services.request_apply(
                import_id=batch.pk,
                only_good=options["only_good"],
                by=None,
                now=timezone.now(),
                nudged=False,
            )
        except DomainError:
            services.cancel_import(import_id=batch.pk, by=None, now=timezone.now())
            raise
        services.apply_rows(
            import_id=batch.pk, now=timezone.now(), progress=self._progress("ready")
        )
        batch = _expect(batch, ImportState.DONE)
        self.stdout.write(f"{batch.rows_done} people brought in.")

    def _read(self, options: dict[str, Any]) -> Import:
        file: Path = options["file"]
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        batch = services.start_import(
            programme_id=_programme(options["programme"]).pk,
            file_name=file.name,
            content=content,
            side=options["side"],
            by=None,
            now=timezone.now(),
            nudged=False,
        )
        services.read_import(
            import_id=batch.pk, now=timezone.now(), progress=self._progress("read")
        )
        return _expect(batch, ImportState.PREVIEW)

    def _progress(self, what: str) -> Any:
        """One line that is written over, so that a large file does not fill the screen."""

        def tell(done: int, total: int) -> None:
            self.stdout.write(
                f"\r{done} of {total} rows {what}", ending="\n" if done == total else ""
            )
            self.stdout.flush()

        return tell

    def _preview(self, batch: Import) -> None:
        preview = preview_of(batch)
        for heading, field in preview.known.items():
            self.stdout.write(f"  {heading} → {field}")
        if preview.unknown:
            self.stdout.write(f"  To the remarks: {', '.join(preview.unknown)}")
        for sheet in preview.facts.get("other_sheets", []):
            self.stdout.write(f"  Not read: sheet {sheet}")
        for number, words in told_of_rows(
            batch, RowState.FAULTY, RowState.DOUBTFUL, RowState.KNOWN
        ):
            self.stdout.write(f"  row {number}: {' '.join(words)}")
        counts = {state: count for state, count in preview.counts.items() if count}
        self.stdout.write(
            ", ".join(f"{count} {state}" for state, count in counts.items()) or "No rows."
        )


def _expect(batch: Import, state: ImportState) -> Import:
    found = Import.objects.defer("file").get(pk=batch.pk)
    if found.state == ImportState.FAILED:
        raise CommandError(failure_words(found.failure, found.columns))
    if found.state != state:
        raise CommandError(f"Import {found.pk} is {found.state}: somebody else took it over.")
    return found


def _programme(text: str) -> Programme:
    try:
        found = Programme.objects.filter(public_id=UUID(text))
    except ValueError:
        found = Programme.objects.filter(name=text)
    programmes = list(found.select_related("organisation").order_by("pk"))
    if not programmes:
        raise CommandError(f"There is no programme {text}.")
    if len(programmes) > 1:
        several = "\n".join(f"  {each.public_id}  {each.organisation}" for each in programmes)
        raise CommandError(f"Several programmes have this name. Give the UUID of one:\n{several}")
    return programmes[0]
