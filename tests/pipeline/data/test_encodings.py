"""Texts in the encodings that people's files are in are told from one another."""

# ruff: noqa: RUF001 - letters of other alphabets are what is tested

from pathlib import Path

import pytest

from pipeline.contracts.data import DialectChoice
from pipeline.data.reading.table import read_table
from pipeline.errors import InputError

TEXTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "french": (
        "nom,ville,n\nJosé,Orléans,1\nHélène,Besançon,2\nGérard,Nîmes,3\nZoé,Évry,4\n",
        ("cp1252", "latin-1", "mac_roman", "cp850", "cp437"),
    ),
    "german": (
        "name,stadt,n\nJürgen,München,1\nJörg,Köln,2\nBärbel,Düsseldorf,3\nGroß,Gießen,4\n",
        ("cp1252", "mac_roman", "cp850"),
    ),
    "euros": ("artikel,preis\nBrötchen,1.50 €\nKäse,12.00 €\nMilch,2.10 €\nTüte,€ 3.20\n", ("cp1252",)),
    "pounds": ("item,price\nCafé au lait,£1.50\nTea,£2.00\nBread,£3.10\n", ("cp1252", "latin-1")),
    "degrees": ("place,value\nMálaga,21.5 °C\nOslo,3.0 °C\nZürich,9.5 °C\n", ("cp1252", "latin-1")),
    "polish": (
        "imię,miasto,n\nŁukasz,Łódź,1\nMałgorzata,Kraków,2\nPaweł,Gdańsk,3\nŚwięty,Częstochowa,4\n",
        ("cp1250", "iso8859_2"),
    ),
    "czech": (
        "jméno,město,n\nJiří,Plzeň,1\nTomáš,Ústí nad Labem,2\nKateřina,České Budějovice,3\nLukáš,Liberec,4\n",
        ("cp1250", "iso8859_2"),
    ),
    "turkish": (
        "ad,şehir,n\nAyşe,İstanbul,1\nÇağlar,Eskişehir,2\nGülşen,Iğdır,3\nIşıl,Muğla,4\n",
        ("cp1254", "iso8859_9"),
    ),
    "russian": (
        "имя,город,n\nИван,Москва,1\nОльга,Казань,2\nПётр,Новосибирск,3\nАнна,Омск,4\n",
        ("cp1251", "koi8-r", "iso8859_5", "cp866"),
    ),
    "greek": ("όνομα,πόλη,n\nΓιώργος,Αθήνα,1\nΜαρία,Θεσσαλονίκη,2\nΕλένη,Πάτρα,3\n", ("cp1253", "iso8859_7")),
    "japanese": ("名前,都市,n\n田中太郎,東京,1\n鈴木花子,大阪市,2\n佐藤次郎,名古屋,3\n", ("shift_jis", "euc_jp")),
    "korean": ("이름,도시,n\n김철수,서울,1\n이영희,부산,2\n박민수,대구,3\n", ("euc_kr", "cp949")),
    "chinese": ("姓名,城市,n\n张伟,北京,1\n王芳,上海,2\n李娜,广州,3\n", ("gb18030",)),
    "chinese in the old script": ("姓名,城市,n\n陳志明,臺北市,1\n林美玲,高雄,2\n黃俊傑,新竹縣,3\n", ("big5",)),
}
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
LEGACY = [(name, encoding) for name, (_, encodings) in TEXTS.items() for encoding in encodings]


def _grid(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()]


@pytest.mark.parametrize(("name", "encoding"), LEGACY)
def test_legacy_encodings(name: str, encoding: str, tmp_path: Path) -> None:
    text, source = TEXTS[name][0], tmp_path / "input.csv"
    source.write_bytes(text.encode(encoding))
    table = read_table(source)
    assert [list(table.header), *table.rows] == _grid(text), table.dialect.encoding


@pytest.mark.parametrize("encoding", UNICODE)
def test_unicode_with_and_without_a_mark(encoding: str, tmp_path: Path) -> None:
    source = tmp_path / "input.csv"
    source.write_bytes("name,n\nAsa,1\nÅsa,2\n".encode(encoding))
    assert read_table(source).rows == [["Asa", "1"], ["Åsa", "2"]]


def test_a_wrong_encoding_that_was_told_names_the_line(tmp_path: Path) -> None:
    source = tmp_path / "input.csv"
    source.write_bytes(b"a,b\n1,2\n\x81,3\n")
    with pytest.raises(InputError, match=r"Line 3 is not valid CP1252 text"):
        read_table(source, DialectChoice(encoding="cp1252"))
    with pytest.raises(InputError, match="There is no encoding"):
        read_table(source, DialectChoice(encoding="klingon"))
