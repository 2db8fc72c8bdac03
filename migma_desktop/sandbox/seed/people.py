"""A few hundred invented people from many places. All addresses are at reserved domains."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_UNFOLDED = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "ı": "i", "đ": "d"})
_HOSTS = ("example.com", "example.org", "example.net")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's name, address and whereabouts."""

    first: str
    last: str
    address: str
    country: str
    language: str
    city: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Names of one part of the world; ``shown=plain`` where the script is not Latin."""

    country: str
    language: str
    cities: str
    firsts: str
    lasts: str


_PLACES = (
    _Place(
        "GB",
        "en",
        "Bristol Leeds Edinburgh",
        "Amelia Oliver Isla Harry Florence Alfie Poppy Rupert",
        "Whitcombe O'Brien Ashdown Pemberton Fairclough Lockwood Sinclair",
    ),
    _Place(
        "DE",
        "de",
        "Köln Leipzig Freiburg",
        "Jürgen Anneliese Björn Käthe Matthias Frauke Sören Hannelore",
        "Müller Größmann Schäfer Weiß Brückner Lüders von-Arnim",
    ),
    _Place(
        "FR",
        "fr",
        "Lyon Nantes Besançon",
        "Éloïse François Maëlle Théo Anaïs Jérôme Zoé Gaël",
        "Lefèvre Brâncuș Dubois-Mercier Crépin Noël Garçon Rétif",
    ),
    _Place(
        "ES",
        "es",
        "Sevilla Logroño Bilbao",
        "Íñigo Begoña Martín Lucía Andrés Nuria Álvaro Rocío",
        "García Muñoz Ibáñez Ordóñez Núñez Peña Zabaleta",
    ),
    _Place(
        "PL",
        "pl",
        "Łódź Kraków Gdańsk",
        "Zofia Paweł Małgorzata Łukasz Agnieszka Wojciech Jagoda Stanisław",
        "Wiśniewska Kowalczyk Dąbrowski Szczepańska Żak Gołąb Piątek",
    ),
    _Place(
        "DK",
        "da",
        "København Aarhus Ærøskøbing",
        "Søren Freja Jørgen Åse Mikkel Ragnhild Bjarne Signe",
        "Sørensen Kjær Nørgaard Ås Lyngby Østergaard Friis",
    ),
    _Place(
        "TR",
        "tr",
        "İzmir Ankara Eskişehir",
        "Ayşe Çağlar Gülşen Emre Işıl Oğuz Şebnem Yiğit",
        "Yıldız Öztürk Çelik Şahin Aydın Güneş Koç",
    ),
    _Place(
        "VN",
        "vi",
        "Huế Hanoi Cần-Thơ",
        "Thảo Minh Ngọc Dũng Hương Phúc Quỳnh Tuấn",
        "Nguyễn Trần Phạm Hoàng Bùi Võ Lý",
    ),
    _Place(
        "JP",
        "ja",
        "京都 横浜 札幌",
        "陽菜=hina 蓮=ren 結衣=yui 大翔=hiroto さくら=sakura 悠真=yuma 葵=aoi 健=ken",
        "佐藤=sato 鈴木=suzuki 高橋=takahashi 渡辺=watanabe 小林=kobayashi 森=mori 池田=ikeda",
    ),
    _Place(
        "GR",
        "el",
        "Αθήνα Πάτρα Χανιά",
        "Ελένη=eleni Γιώργος=giorgos Δήμητρα=dimitra Νίκος=nikos Σοφία=sofia Πέτρος=petros",
        "Παπαδάκη=papadaki Κωνσταντίνου=konstantinou Βλάχος=vlachos Μακρή=makri Ρήγας=rigas",
    ),
    _Place(
        "UA",
        "uk",
        "Київ Львів Одеса",
        "Олена=olena Тарас=taras Соломія=solomiia Богдан=bohdan Ірина=iryna Данило=danylo",
        "Шевчук=shevchuk Коваленко=kovalenko Мельник=melnyk Гончар=honchar Лисенко=lysenko",
    ),
    _Place(
        "EG",
        "ar",
        "القاهرة الإسكندرية أسوان",
        "ليلى=layla عمر=omar مريم=maryam يوسف=youssef نور=nour كريم=karim",
        "حسن=hassan منصور=mansour السيد=elsayed فهمي=fahmy شاهين=shahin",
    ),
    _Place(
        "IN",
        "en",
        "Pune Kochi Jaipur",
        "Ananya Rohan Priyanka Arjun Meera Vikram Lakshmi Siddharth",
        "Iyer Chatterjee Deshpande Nair Mukherjee Rao Banerjee",
    ),
    _Place(
        "NG",
        "en",
        "Lagos Ibadan Enugu",
        "Chidinma Olúwaṣeun Ngozi Tunde Adaeze Ifeanyi Folake Emeka",
        "Okafor Adébáyò Eze Balogun Nwosu Ọlátúnjí Abiola",
    ),
    _Place(
        "BR",
        "pt",
        "Florianópolis Recife Maceió",
        "João Conceição Antônio Letícia Caetano Inês Simão Flávia",
        "Gonçalves Araújo Magalhães Assunção Brandão Sá Leitão",
    ),
)


def people(count: int, *, start: int = 0) -> Iterator[Person]:
    """Yield so many people, always the same; ``start`` takes others of the row."""
    for number in range(start, start + count):
        place = _PLACES[number % len(_PLACES)]
        turn = number // len(_PLACES)
        firsts, lasts = place.firsts.split(), place.lasts.split()
        first, plain_first = _name(firsts[turn % len(firsts)])
        last, plain_last = _name(lasts[(turn * 3 + turn // len(firsts)) % len(lasts)])
        host = _HOSTS[number % len(_HOSTS)]
        yield Person(
            first=first,
            last=last,
            address=f"{plain_first}.{plain_last}.{number + 1}@{host}",
            country=place.country,
            language=place.language,
            city=place.cities.split()[turn % 3].replace("-", " "),
        )


def _name(written: str) -> tuple[str, str]:
    """Split ``shown=plain``, or make the plain form of a Latin name for the address."""
    shown, _, plain = written.partition("=")
    folded = unicodedata.normalize("NFKD", (plain or shown).translate(_UNFOLDED))
    letters = "".join(char for char in folded if char.isascii() and char.isalpha())
    return shown.replace("-", " ") if shown.startswith("von-") else shown, letters.lower()
