"""Shapes of what comes in and goes out. They check types; what is allowed is said by the services."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from core.catalogue import Catalogue


class Input(serializers.Serializer[Any]):
    """A body of named values; a name that is not known is refused, so that a typing error is no silent loss."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = [str(name) for name in data if name not in self.fields]
            if unknown:
                refusal = _("This field does not exist.")
                raise serializers.ValidationError({name: [refusal] for name in unknown})
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """Text, never a number or true. Empty and very long text is judged by the service, with its own code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_blank": True, "trim_whitespace": False, **options})

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class YesNo(serializers.BooleanField):
    """true or false, never a word or a number that looks like one."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Codes(serializers.ListField):
    """Codes of a catalogue: read as a list, shown from the mask that is stored."""

    def __init__(self, catalogue: Catalogue, **options: Any) -> None:
        self.catalogue = catalogue
        super().__init__(child=Text(), **options)

    def to_representation(self, data: Any) -> list[Any]:
        return list(self.catalogue.codes(data))


class ChoiceSerializer(serializers.Serializer[Any]):
    """One item of a list to choose from; `code` never changes, `label` is for people."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


def read(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The body of a request in this shape. Raises ValidationError."""
    said = shape(data=request.data)
    said.is_valid(raise_exception=True)
    return dict(said.validated_data)
