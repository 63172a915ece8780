"""Every kind in every language: nothing is missing in its words, nothing is untranslated, and its subject names nobody."""

from collections.abc import Iterator
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.template import Template, engines
from django.template.base import FilterExpression, Node, TokenType, Variable
from django.template.defaulttags import ForNode, WithNode
from django.template.loader import get_template
from django.template.loader_tags import IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from config.local.translations import LANGUAGES as TRANSLATED
from config.local.translations import collected, po_path
from notifications.channels.short import short_text
from notifications.kinds import Kind, all_kinds
from notifications.models import Message
from notifications.rendering import SUBJECT_LIMIT, render, subject_of
from notifications.sms_parts import parts_of, with_plain_marks

KINDS = list(all_kinds())
LANGUAGES = ["nl", "fr", "en"]
MISSING = "¤missing %s¤"
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
every_language = pytest.mark.parametrize("language", LANGUAGES)
every_translation = pytest.mark.parametrize("language", TRANSLATED)
_GIVEN = {"forloop", "block"}


def template_of(name: str) -> Template:
    return get_template(name).template


def asked_by(name: str) -> set[str]:
    """The variables that a template and those that it includes take from their context."""
    used, made = set(), set(_GIVEN)
    for node in _all_nodes(template_of(name)):
        made |= _made(node)
        used |= {variable.lookups[0] for variable in _variables(node) if variable.lookups}
        if isinstance(node, BlockTranslateNode):
            tokens = [*node.singular, *node.plural]
            used |= {each.contents.split("|")[0].split(".")[0] for each in tokens if each.token_type == TokenType.VAR}  # fmt: skip
        if isinstance(node, IncludeNode):
            used |= asked_by(str(node.template.var))
    return used - made


def _all_nodes(template: Template) -> Iterator[Node]:
    return iter(template.nodelist.get_nodes_by_type(Node))


def _made(node: Node) -> set[str]:
    """Names that the template gives itself."""
    if isinstance(node, ForNode):
        return set(node.loopvars)
    if isinstance(node, WithNode):
        return set(node.extra_context)
    if isinstance(node, BlockTranslateNode):
        return {*node.extra_context, *([node.countervar] if node.countervar else [])}
    if isinstance(node, TranslateNode) and node.asvar:
        return {node.asvar}
    return set()


def _variables(told: Any, depth: int = 0) -> Iterator[Variable]:
    """The variables in a node itself, whatever it calls them; not those in the nodes within."""
    if isinstance(told, Variable):
        yield told
    elif isinstance(told, FilterExpression):
        yield from _variables(told.var)
        for _filter, arguments in told.filters:
            for _is_variable, argument in arguments:
                yield from _variables(argument)
    elif isinstance(told, dict):
        yield from _variables(list(told.values()), depth)
    elif isinstance(told, list | tuple):
        for each in told:
            if not isinstance(each, Node):
                yield from _variables(each, depth)
    elif depth < 6 and hasattr(told, "__dict__"):
        for name, each in vars(told).items():
            if not name.startswith(("nodelist", "origin", "token")):
                yield from _variables(each, depth + 1)


def test_what_a_template_asks_for_is_found(monkeypatch):
    source = (
        "{% load i18n %}{{ a.b|default:c }}{% if d and not e %}{% for f in g %}{{ f }}{% endfor %}{% endif %}"
        "{% blocktranslate with h=i count n=j %}{{ k }} {{ h }}{% plural %}{{ l }}{% endblocktranslate %}"
    )
    monkeypatch.setattr(f"{__name__}.template_of", lambda _name: Template(source))

    assert asked_by("any") == set("acdegijkl")


@every_kind
def test_a_sample_has_all_that_the_words_ask_for(kind):
    assert asked_by(f"{kind.template}.txt") - set(kind.sample()) == set()


@every_language
@every_kind
def test_nothing_is_missing_in_the_words(kind, language, monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", MISSING)

    written = render(kind, kind.sample(), language)

    assert "¤" not in written.subject + written.text


def test_what_is_missing_would_be_seen(monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", MISSING)
    kind = next(each for each in KINDS if each.code == "matching.proposal_offered")

    assert "¤missing name¤" in render(kind, {}, "en").text


@every_language
@every_kind
def test_a_subject_says_the_same_of_every_message(kind, language):
    subject = subject_of(kind, language)

    assert asked_by(f"{kind.template}.subject.txt") == set()
    assert subject == subject_of(kind, language, kind.sample())
    assert subject == render(kind, kind.sample(), language).subject
    assert 0 < len(subject) <= SUBJECT_LIMIT


@every_translation
@every_kind
def test_no_words_are_left_in_english(kind, language):
    english, other = (render(kind, kind.sample(), each) for each in ("en", language))

    assert english.subject != other.subject
    said = sorted(set(_texts(kind.sample())), key=len, reverse=True)
    same = set(english.text.splitlines()) & set(other.text.splitlines())
    assert [line for line in same if _is_ours(line, said)] == []


def _is_ours(line: str, said: list[str]) -> bool:
    """It has words, besides those that stand in the sample: names, places, links, what somebody wrote."""
    for each in said:
        line = line.replace(each, "")
    return any(sign.isalpha() for sign in line)


def _texts(sample: Any) -> Iterator[str]:
    if isinstance(sample, str):
        yield sample
    elif isinstance(sample, dict):
        yield from _texts(list(sample.values()))
    elif isinstance(sample, list | tuple):
        for each in sample:
            yield from _texts(each)
    elif hasattr(sample, "__dict__"):
        yield from _texts(vars(sample))


@pytest.fixture(scope="module")
def sentences_of_mails():
    return [
        message
        for message in collected()
        if message.id and any(path.endswith((".txt", ".mjml")) for path, _line in message.locations)
    ]


@every_translation
def test_every_sentence_of_a_mail_is_translated(language, sentences_of_mails):
    with po_path(language).open("rb") as file:
        catalogue = read_po(file)
    told = [(each.id, catalogue.get(each.id, each.context)) for each in sentences_of_mails]

    assert len(told) > 100
    assert [said for said, found in told if found is None or found.fuzzy or not found.string] == []


@every_language
@every_kind
def test_an_sms_is_short(kind: Kind, language):
    """A signed link takes the most of it: two parts with it, and no letter that halves the room."""
    written = render(
        kind, kind.sample() | {"link": "https://kompaan.example/" + "x" * 160}, language
    )
    sms = with_plain_marks(short_text(Message(kind=kind.code), written))

    assert parts_of(sms).parts <= 2 if parts_of(sms).encoding == "gsm" else parts_of(sms).parts <= 4
