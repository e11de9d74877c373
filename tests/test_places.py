"""Names of municipalities as people type them: every case, any capitals, with and without dots."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest

from familycentre.language.places import PLACE_ENDINGS, fold, place_stems
from familycentre.reference import municipalities

LANGUAGES = ("fi", "sv")


@cache
def places(language: str) -> dict[str, set[str]]:
    """Finnish names of the municipalities that have a form, by form."""
    found: dict[str, set[str]] = defaultdict(set)
    for municipality in municipalities().values():
        for stem in place_stems(municipality.name(language), language):
            for ending in PLACE_ENDINGS[language]:
                found[stem + ending].add(municipality.name("fi"))
    return dict(found)


def typed(word: str, language: str) -> set[str]:
    """Municipalities of which a typed word is a form."""
    return places(language).get(fold(word), set())


UUSIMAA = {
    "Askola": "Askolassa Askolaan Askolasta Askolan",
    "Espoo": "Espoossa Espooseen Espoosta Espoon Espoota Espoona",
    "Hanko": "Hangossa Hankoon Hangosta Hangon Hankoa",
    "Helsinki": "Helsingissä Helsinkiin Helsingistä Helsingin Helsinkiä Helsinkinä",
    "Hyvinkää": "Hyvinkäällä Hyvinkäälle Hyvinkäähän Hyvinkäältä Hyvinkään Hyvinkäätä",
    "Inkoo": "Inkoossa Inkooseen Inkoosta Inkoon",
    "Järvenpää": "Järvenpäässä Järvenpäähän Järvenpäästä Järvenpään Järvenpäätä",
    "Karkkila": "Karkkilassa Karkkilaan Karkkilasta Karkkilan",
    "Kauniainen": "Kauniaisissa Kauniaisiin Kauniaisista Kauniaisten Kauniaisia Kauniaiset",
    "Kerava": "Keravalla Keravalle Keravaan Keravalta Keravan",
    "Kirkkonummi": "Kirkkonummella Kirkkonummelle Kirkkonummeen Kirkkonummelta Kirkkonummen "
                   "Kirkkonummea",
    "Lapinjärvi": "Lapinjärvellä Lapinjärvelle Lapinjärveen Lapinjärveltä Lapinjärven",
    "Lohja": "Lohjalla Lohjalle Lohjaan Lohjalta Lohjan",
    "Loviisa": "Loviisassa Loviisaan Loviisasta Loviisan",
    "Myrskylä": "Myrskylässä Myrskylään Myrskylästä Myrskylän",
    "Mäntsälä": "Mäntsälässä Mäntsälään Mäntsälästä Mäntsälän",
    "Nurmijärvi": "Nurmijärvellä Nurmijärvelle Nurmijärveen Nurmijärveltä Nurmijärven",
    "Pornainen": "Pornaisissa Pornaisiin Pornaisista Pornaisten",
    "Porvoo": "Porvoossa Porvooseen Porvoosta Porvoon",
    "Pukkila": "Pukkilassa Pukkilaan Pukkilasta Pukkilan",
    "Raasepori": "Raaseporissa Raaseporiin Raaseporista Raaseporin",
    "Sipoo": "Sipoossa Sipooseen Sipoosta Sipoon",
    "Siuntio": "Siuntiossa Siuntioon Siuntiosta Siuntion",
    "Tuusula": "Tuusulassa Tuusulaan Tuusulasta Tuusulan",
    "Vantaa": "Vantaalla Vantaalle Vantaaseen Vantaalta Vantaan",
    "Vihti": "Vihdissä Vihtiin Vihdistä Vihdin Vihtiä",
}

LARGE = {
    "Hamina": "Haminassa Haminaan Haminasta Haminan",
    "Hollola": "Hollolassa Hollolaan Hollolasta Hollolan",
    "Hämeenlinna": "Hämeenlinnassa Hämeenlinnaan Hämeenlinnasta Hämeenlinnan",
    "Iisalmi": "Iisalmessa Iisalmeen Iisalmesta Iisalmen",
    "Imatra": "Imatralla Imatralle Imatraan Imatralta Imatran",
    "Joensuu": "Joensuussa Joensuuhun Joensuusta Joensuun",
    "Jyväskylä": "Jyväskylässä Jyväskylään Jyväskylästä Jyväskylän",
    "Kaarina": "Kaarinassa Kaarinaan Kaarinasta Kaarinan",
    "Kajaani": "Kajaanissa Kajaaniin Kajaanista Kajaanin",
    "Kangasala": "Kangasalla Kangasalle Kangasalta Kangasalan Kangasalalla",
    "Kempele": "Kempeleessä Kempeleeseen Kempeleestä Kempeleen Kempelettä",
    "Kokkola": "Kokkolassa Kokkolaan Kokkolasta Kokkolan",
    "Kotka": "Kotkassa Kotkaan Kotkasta Kotkan",
    "Kouvola": "Kouvolassa Kouvolaan Kouvolasta Kouvolan",
    "Kuopio": "Kuopiossa Kuopioon Kuopiosta Kuopion",
    "Kurikka": "Kurikassa Kurikkaan Kurikasta Kurikan",
    "Lahti": "Lahdessa Lahteen Lahdesta Lahden Lahtea Lahtena",
    "Lappeenranta": "Lappeenrannassa Lappeenrantaan Lappeenrannasta Lappeenrannan",
    "Lempäälä": "Lempäälässä Lempäälään Lempäälästä Lempäälän",
    "Lieto": "Liedossa Lietoon Liedosta Liedon",
    "Mikkeli": "Mikkelissä Mikkeliin Mikkelistä Mikkelin",
    "Mustasaari": "Mustasaaressa Mustasaareen Mustasaaresta Mustasaaren Mustasaarta",
    "Naantali": "Naantalissa Naantaliin Naantalista Naantalin",
    "Nokia": "Nokialla Nokialle Nokiaan Nokialta Nokian",
    "Oulu": "Oulussa Ouluun Oulusta Oulun",
    "Pietarsaari": "Pietarsaaressa Pietarsaareen Pietarsaaresta Pietarsaaren",
    "Pirkkala": "Pirkkalassa Pirkkalaan Pirkkalasta Pirkkalan",
    "Pori": "Porissa Poriin Porista Porin",
    "Raahe": "Raahessa Raaheen Raahesta Raahen",
    "Raisio": "Raisiossa Raisioon Raisiosta Raision",
    "Rauma": "Raumalla Raumalle Raumaan Raumalta Rauman",
    "Riihimäki": "Riihimäellä Riihimäelle Riihimäkeen Riihimäeltä Riihimäen",
    "Rovaniemi": "Rovaniemellä Rovaniemelle Rovaniemeen Rovaniemeltä Rovaniemen",
    "Salo": "Salossa Saloon Salosta Salon",
    "Sastamala": "Sastamalassa Sastamalaan Sastamalasta Sastamalan",
    "Savonlinna": "Savonlinnassa Savonlinnaan Savonlinnasta Savonlinnan",
    "Seinäjoki": "Seinäjoella Seinäjoelle Seinäjokeen Seinäjoelta Seinäjoen",
    "Siilinjärvi": "Siilinjärvellä Siilinjärvelle Siilinjärveen Siilinjärveltä Siilinjärven",
    "Tampere": "Tampereella Tampereelle Tampereeseen Tampereelta Tampereen Tamperetta",
    "Tornio": "Torniossa Tornioon Torniosta Tornion",
    "Turku": "Turussa Turkuun Turusta Turun Turkua",
    "Vaasa": "Vaasassa Vaasaan Vaasasta Vaasan",
    "Valkeakoski": "Valkeakoskella Valkeakoskelle Valkeakoskeen Valkeakoskelta Valkeakosken",
    "Varkaus": "Varkaudessa Varkauteen Varkaudesta Varkauden Varkautta",
    "Ylöjärvi": "Ylöjärvellä Ylöjärvelle Ylöjärveen Ylöjärveltä Ylöjärven",
}

ODD = {
    "Alavus": "Alavudella Alavudelle Alavuteen Alavuden",
    "Finström": "Finströmissä Finströmiin Finströmin",
    "Haapavesi": "Haapavedellä Haapaveteen Haapaveden Haapavettä",
    "Harjavalta": "Harjavallassa Harjavaltaan Harjavallan",
    "Ii": "Iissä Iihin Iistä Iin",
    "Iitti": "Iitissä Iittiin Iitin",
    "Isokyrö": "Isossakyrössä Isoonkyröön Isostakyröstä Isonkyrön Isokyrössä",
    "Juuka": "Juuassa Juukaan Juuan",
    "Kannus": "Kannuksessa Kannukseen Kannuksen",
    "Kaustinen": "Kaustisella Kaustiselle Kaustisen Kaustista",
    "Kitee": "Kiteellä Kiteelle Kiteeseen Kiteen",
    "Korsnäs": "Korsnäsissä Korsnäsiin Korsnäsin",
    "Kristiinankaupunki": "Kristiinankaupungissa Kristiinankaupunkiin Kristiinankaupungin",
    "Kruunupyy": "Kruunupyyssä Kruunupyyhyn Kruunupyyn",
    "Lapua": "Lapualla Lapualle Lapuan",
    "Leppävirta": "Leppävirralla Leppävirralle Leppävirran",
    "Loppi": "Lopella Lopelle Loppeen Lopen",
    "Muhos": "Muhoksella Muhokselle Muhoksen",
    "Muurame": "Muuramessa Muurameen Muuramen",
    "Mänttä-Vilppula": "Mänttä-Vilppulassa Mänttä-Vilppulaan Mänttä-Vilppulan",
    "Nurmes": "Nurmeksessa Nurmekseen Nurmeksen",
    "Outokumpu": "Outokummussa Outokumpuun Outokummun",
    "Parainen": "Paraisilla Paraisille Paraisten",
    "Pedersöre": "Pedersöressä Pedersöreen Pedersören",
    "Pihtipudas": "Pihtiputaalla Pihtiputaalle Pihtiputaan",
    "Pomarkku": "Pomarkussa Pomarkkuun Pomarkun",
    "Punkalaidun": "Punkalaitumella Punkalaitumelle Punkalaitumen",
    "Rautalampi": "Rautalammilla Rautalammille Rautalammin",
    "Savitaipale": "Savitaipaleella Savitaipaleelle Savitaipaleen",
    "Uusikaarlepyy": "Uudessakaarlepyyssä Uuteenkaarlepyyhyn Uudenkaarlepyyn",
    "Uusikaupunki": "Uudessakaupungissa Uuteenkaupunkiin Uudestakaupungista Uudenkaupungin",
    "Vesanto": "Vesannolla Vesannolle Vesannon",
    "Virrat": "Virroilla Virroille Virroilta Virtain",
}

SWEDISH = {
    "Espoo": "Esbo Esbos", "Turku": "Åbo Åbos ÅBO", "Kirkkonummi": "Kyrkslätt Kyrkslätts",
    "Kauniainen": "Grankulla Grankullas", "Porvoo": "Borgå Borgås", "Inkoo": "Ingå Ingås",
    "Raasepori": "Raseborg Raseborgs", "Helsinki": "Helsingfors", "Pedersöre": "Pedersöres",
    "Mikkeli": "S:t|Michel S|Michel S:t|Michels St|Michel Sankt|Michel", "Hartola": "Gustav|Adolfs",
}

FORMS = [("fi", name, form) for table in (UUSIMAA, LARGE, ODD)
         for name, forms in table.items() for form in forms.split()]
FORMS += [("fi", "Koski Tl", form) for form in ("Koskella", "Kosken", "Koskella Tl", "Koski TL:n")]
FORMS += [("sv", name, form.replace("|", " "))
          for name, forms in SWEDISH.items() for form in forms.split()]


@pytest.mark.parametrize(("language", "name", "form"), FORMS)
def test_a_form_is_of_its_place_and_of_no_other(language: str, name: str, form: str) -> None:
    for word in (form, form.lower(), form.upper(), fold(form)):
        assert typed(word, language) == {name}


def test_the_table_has_all_of_uusimaa_and_the_large() -> None:
    assert len(UUSIMAA) == 26
    assert len(LARGE) >= 40
    assert UUSIMAA.keys() | LARGE.keys() | ODD.keys() <= {
        municipality.name("fi") for municipality in municipalities().values()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_is_a_form_of_itself(language: str) -> None:
    for municipality in municipalities().values():
        name = municipality.name(language)
        assert typed(name, language) == {municipality.name("fi")}
        assert typed(name + {"fi": "", "sv": "s"}[language], language)


def test_no_form_is_of_two_places_in_any_language() -> None:
    for form in places("fi").keys() | places("sv").keys():
        assert len(places("fi").get(form, set()) | places("sv").get(form, set())) == 1, form


@pytest.mark.parametrize("word", [
    "", "a", "lopeta", "lopettaa", "loppu", "koskea", "koskien", "koskee", "kosketa", "iso", "uusi",
    "uudessa", "apu", "tuki", "lapsi", "vauva", "isä", "äiti", "perhe", "ilta", "neuvola", "mäntä",
    "kauppa", "kaupunki", "saari", "koti", "kieli", "helsinkiläinen", "espoolainen"])
def test_common_words_are_no_places(word: str) -> None:
    assert not typed(word, "fi")


def test_stems_and_endings_are_folded() -> None:
    for language in LANGUAGES:
        assert all(fold(ending) == ending for ending in PLACE_ENDINGS[language])
        for municipality in municipalities().values():
            stems = place_stems(municipality.name(language), language)
            assert list(stems) == sorted({fold(stem) for stem in stems})
            assert fold(municipality.name(language)) in stems


def test_stems() -> None:
    assert place_stems("Lahti", "fi") == ("lahde", "lahte", "lahti")
    assert place_stems("Turku", "fi") == ("turku", "turu")
    assert place_stems("Espoo", "fi") == ("espoo",)
    assert place_stems("Kyrkslätt", "sv") == ("kyrkslatt",)
    assert place_stems("S:t Karins", "sv") == ("s karins", "sankt karins", "st karins")


def test_folding() -> None:
    assert fold(" Mänttä-Vilppula ") == fold("MÄNTTÄ – VILPPULA") == "mantta vilppula"
    assert fold("A\u030abo") == fold("Åbo") == "abo"
    assert fold("Café") == "cafe"
