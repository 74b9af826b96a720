"""Every word a person sees stands in both languages, and no translation is left over."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import balance_classes
from balance_classes.language import Language, Text

PACKAGE = Path(balance_classes.__file__).parent
CATALOGUE = PACKAGE / "locale" / "zh" / "LC_MESSAGES" / "balance_classes.po"


def messages() -> set[str]:
    """Return the first argument of every Text, and every help text."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                found |= spoken_by(node)
    return found


def spoken_by(call: ast.Call) -> set[str]:
    """Return the messages of one call."""
    name = getattr(call.func, "id", "")
    said = call.args[:1] if name == "Text" else []
    said += [word.value for word in call.keywords if word.arg in ("help", "short_help", "epilog")]
    return {node.value for node in said if isinstance(node, ast.Constant)}


def translations() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}


def test_every_message_is_translated_and_none_is_unused() -> None:
    assert messages() == set(translations())
    assert all(translations().values())


def test_translations_have_the_places_of_their_messages() -> None:
    for message, translation in translations().items():
        places = re.findall(r"{\w+}", message)
        assert sorted(places) == sorted(re.findall(r"{\w+}", translation)), message


@pytest.mark.smoke
@pytest.mark.parametrize("source", sorted(CATALOGUE.parent.glob("*.po")), ids=lambda po: po.stem)
def test_a_compiled_catalogue_says_what_its_source_says(source: Path) -> None:
    with source.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    with source.open("rb") as file:
        for entry in read_po(file):
            if isinstance(entry.id, str):
                said, told = entry.string, compiled.gettext(entry.id) if entry.id else entry.string
            else:
                said, told = entry.string[0], compiled.ngettext(entry.id[0], entry.id[1], 1)
            assert told == said, f"{entry.id}: compile it by pip install -e ."


def test_templates_have_no_words_of_their_own() -> None:
    for path in PACKAGE.glob("templates/*"):
        styles = re.compile(
            r"<(style|script)>.*?</\1>|{%\s*block s(?:tyle|cript).*?%}.*?endblock %}", re.DOTALL
        )
        text = styles.sub("", path.read_text("utf-8"))
        shown = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", "", text, flags=re.DOTALL)
        assert not re.search(r"\w", shown), (path.name, shown)


def test_values_that_are_texts_are_translated_too() -> None:
    text = Text("{groups}: proven, no assignment is more even.", groups=(Text("sex"), "校区"))
    assert Language("zh").say(text) == "性别、校区：已证明，没有比这更均衡的编班。"
    assert str(text) == "sex, 校区: proven, no assignment is more even."


def test_braces_in_data_are_no_places() -> None:
    text = Text("There is no such file.")
    assert Language("en").say(text) == "There is no such file."
    assert str(Text("Choose one of: {names}.", names=("{x}",))) == "Choose one of: {x}."
