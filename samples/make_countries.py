"""Writes one small roster a country, in the words and columns that its schools use."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

FOLDER = Path(__file__).parent / "countries"
COUNT, THIRDS = 54, 32
GIRLS = {
    "america": ["Emma", "Olivia", "Ava", "Mia", "Luna", "Chloe", "Grace", "Zoe", "Ruby"],
    "germany": ["Marie", "Emilia", "Lina", "Clara", "Hanna", "Frieda", "Ida", "Mila", "Nele"],
    "australia": ["Isla", "Matilda", "Willow", "Harper", "Sienna", "Evie", "Poppy", "Ivy", "Hazel"],
    "japan": ["陽葵", "凛", "結菜", "芽依", "莉子", "美咲", "さくら", "葵", "杏"],
}
BOYS = {
    "america": ["Liam", "Noah", "Ethan", "Mason", "Lucas", "Owen", "Caleb", "Jack", "Leo"],
    "germany": ["Leon", "Paul", "Ben", "Finn", "Jonas", "Emil", "Anton", "Oskar", "Theo"],
    "australia": ["Oliver", "Jack", "Henry", "Archie", "Hudson", "Lachlan", "Angus", "Max", "Finn"],
    "japan": ["蓮", "湊", "陽翔", "大和", "悠真", "樹", "颯太", "翔", "海斗"],
}
HEADERS = {
    "america": "Student ID,Last Name,First Name,Gender,ELL,IEP,Last Year's Teacher,Keep apart from",
    "germany": "Nr,Nachname,Vorname,Geschlecht,Konfession,Grundschule,Sprache,Wunsch",
    "australia": "Student Code,Surname,First Name,Gender,Year,Support,Friend 1,Friend 2",
    "japan": "児童番号,氏名,性別,旧学級,ピアノ,配慮",
}
FAMILIES = {
    "america": ["Smith", "Garcia", "Brown"],
    "germany": ["Müller", "Schmidt", "Yilmaz"],
    "australia": ["Nguyen", "Taylor", "Walker"],
    "japan": ["佐藤", "鈴木", "高橋"],
}


def main() -> None:
    """Write them; the same every time."""
    FOLDER.mkdir(exist_ok=True)
    made = {"america": _america, "germany": _germany, "australia": _australia, "japan": _japan}
    for country, rows in made.items():
        path = FOLDER / f"{country}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([HEADERS[country].split(","), *rows()])


def _america() -> Iterator[Sequence[str]]:
    chance = Random("america")
    for i, (family, given) in enumerate(_names("america")):
        apart = str(7000 + (i + 9) % COUNT) if i % 18 == 0 else ""
        levels = [_some(chance, "Y", 0.2, "N"), _some(chance, "Y", 0.12, "N")]
        teacher = ("Ms. Lee", "Mr. Hall", "Ms. Diaz")[i % 3]
        yield [str(7000 + i), family, given, "FM"[i % 2], *levels, teacher, apart]


def _germany() -> Iterator[Sequence[str]]:
    chance = Random("germany")
    for i, (family, given) in enumerate(_names("germany")):
        faith = chance.choice(("rk", "ev", "ohne", "ohne"))
        school = chance.choice(("Nord", "Nord", "Süd", "Mitte"))
        language = "Latein" if i % 5 == 0 else "Französisch"
        wish = ", ".join(str((i + step) % COUNT + 1) for step in (2, 7, 13))
        yield [str(i + 1), family, given, "wm"[i % 2], faith, school, language, wish]


def _australia() -> Iterator[Sequence[str]]:
    chance = Random("australia")
    for i, (family, given) in enumerate(_names("australia")):
        support = chance.choices(("", "1", "2", "3"), (80, 10, 6, 4))[0]
        friends = [f"A{(i + step) % COUNT:03}" for step in (5, 11)]
        yield [
            f"A{i:03}",
            family,
            given,
            "FM"[i % 2],
            "Year 3" if i < 32 else "Year 4",
            support,
            *friends,
        ]


def _japan() -> Iterator[Sequence[str]]:
    chance = Random("japan")
    for i, (family, given) in enumerate(_names("japan")):
        piano = "○" if i % 11 == 0 else ""
        yield [
            f"{3001 + i}",
            f"{family} {given}",
            "女男"[i % 2],
            f"{i % 3 + 1}組",
            piano,
            _some(chance, "要", 0.1, ""),
        ]


def _names(country: str) -> Iterator[tuple[str, str]]:
    """Yield 54 different names, girls and boys in turn."""
    for i in range(COUNT):
        given = (GIRLS, BOYS)[i % 2][country]
        yield FAMILIES[country][i // 2 % 3], given[i // 6 % 9]


def _some(chance: Random, word: str, share: float, other: str) -> str:
    return word if chance.random() < share else other


if __name__ == "__main__":
    main()
