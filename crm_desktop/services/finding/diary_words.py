"""The words in which people ask their diary, in English, Russian and Lithuanian at once: people mix them.

Words are compared folded (``folding.fold``). One that ends in ``*`` stands for all that begin so: Russian and
Lithuanian words have many ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from crm_desktop.folding import fold
from crm_desktop.kinds import ActivityKind

M = TypeVar("M")


class Words(Generic[M]):
    """Meanings by word."""

    def __init__(self, texts: Mapping[M, str]) -> None:
        marked = [(fold(word), meaning) for meaning, text in texts.items() for word in text.split()]
        self._whole = {word: meaning for word, meaning in marked if not word.endswith("*")}
        self._begun = {word[:-1]: meaning for word, meaning in marked if word.endswith("*")}
        self._lengths = sorted({len(word) for word in self._begun}, reverse=True)

    def get(self, word: str) -> M | None:
        """The meaning of a folded word; None where it has none. Of several beginnings the longest counts."""
        if word in self._whole:
            return self._whole[word]
        for length in self._lengths:
            found = self._begun.get(word[:length])
            if found is not None:
                return found
        return None


_ALL: tuple[ActivityKind, ...] = ()

KINDS = Words(
    {
        (ActivityKind.MEETING,): (
            "meeting meetings meet met appointment appointments"
            " встреч* встрет* виделись виделся виделась видел видела свидани* переговор*"
            " susitik* susitin* matėmės mačiausi mačiau pasimatym* deryb*"
        ),
        (ActivityKind.CALL,): (
            "call calls called calling phoned rang"
            " звонок звонка звонку звонки звонков звонил* созвон* созванив* позвонил* позвонить перезвон*"
            " skambut* skambuč* skambin* paskambin*"
        ),
        (ActivityKind.VISIT,): (
            "visit visits visited visiting визит визита визиты визитов визите посещени* посетил* заезжал* приезжал*"
            " vizitas vizitą vizito vizitai vizitų vizitus lankiausi lankėmės lankiau aplank*"
        ),
        (
            ActivityKind.EMAIL,
        ): "email emails mail mails emailed емейл* имейл* почта почте почту почтой paštas paštu",
        (ActivityKind.LETTER, ActivityKind.EMAIL): (
            "letter letters wrote write письмо письма письму писем писал писала писали написал* laišk* rašiau rašėm*"
        ),
        (ActivityKind.SMS, ActivityKind.CHAT): "sms chat chats смс чат чате сообщени* žinut* žinuč*",
        (ActivityKind.TASK,): "task tasks задача задачи задачу задач užduot* užduoč*",
        (ActivityKind.NOTE,): "note notes заметка заметки заметку заметок pastab* užraš*",
        _ALL: (
            "contact contacts contacted talk talked talks spoke speak conversation conversations"
            " разговор* говорил* поговорил* общал* контакт контакта контакты контактов связывал*"
            " kontaktas kontaktą kontaktai kontaktų kalbėj* kalbėt* pokalb* bendrav*"
        ),
    }
)
"""What kinds of contact a word asks for; none: all of them."""

ASKS_WHEN = Words({True: "when когда kada"})
ASKS_COUNT = Words({True: "many сколько kiek"})

AHEAD = Words(
    {
        True: "next upcoming planned will следующ* ближайш* будет будут заплан* планир* план плане"
        " kitas kitą artimiaus* bus suplan* planuo*"
    }
)
"""Words that ask for what is still to come."""

WITH = Words({True: "with to с со к ко у su pas"})
"""What follows one of these is a name."""

NOISE = Words(
    {
        True: "how what which on in at for of the a an and is are was were be been did do does has have had held i we"
        " my our me us it that this there day days date dates last time first find show tell please see saw my"
        " в во на за по и о об я мы мне нас меня мой моя мои моей наш наша ли же это был была было были есть"
        " день дня дни дату дата числа число какой какого каком какая какие последн* состоял* была раз мой назначен*"
        " покажи найди когда прошл*"
        " aš mes man mano mūsų į ir ar yra buvo buvau dieną diena dienos data datą kurią kuria kuri kurį kurios kokią"
        " kokia kelintą paskutin* įvyko vyko parodyk rask suplanuot* numatyt* kartą"
    }
)
"""Words that say nothing of whom or when."""

DAYS = Words(
    {
        0: "today сегодня šiandien",
        1: "tomorrow завтра rytoj rytdien*",
        2: "послезавтра poryt",
        -1: "yesterday вчера vakar",
        -2: "позавчера užvakar",
    }
)
"""Days away from today."""

STEPS = Words(
    {
        0: "this current эта эту этой этот этом текущ* ši šią šios šioje šį šis šio šiame šiais šie",
        1: "next coming following следующ* будущ* ближайш* kita kitą kitos kitoje kitas kito kitame kitam kitais"
        " kiti kitus ateinan*",
        -1: "last past previous прошл* предыдущ* praėj* praeit*",
        -2: "позапрошл* užpraėj* užpraeit*",
    }
)
"""How many weeks, months or years away."""

UNITS = Words(
    {
        "week": "week недел* savait*",
        "month": "month месяц месяца месяце месяцу mėnuo mėnes*",
        "year": "year год года году годе metai metus metais metų",
    }
)

_SOFT = {
    1: "январ",
    2: "феврал",
    4: "апрел",
    6: "июн",
    7: "июл",
    9: "сентябр",
    10: "октябр",
    11: "ноябр",
    12: "декабр",
}
_SOFT_ENDS, _HARD_ENDS = ("ь", "я", "е", "ю"), ("", "а", "е", "у")
_MONTH_NAMES = {
    1: "january sausis sausio sausį sausyje",
    2: "february vasaris vasario vasarį vasaryje",
    3: "march kovas kovo kovą kove " + " ".join(f"март{end}" for end in _HARD_ENDS),
    4: "april balandis balandžio balandį balandyje",
    5: "may май мая мае маю gegužė gegužės gegužę gegužėje",
    6: "june birželis birželio birželį birželyje",
    7: "july liepa liepos liepą liepoje",
    8: "august rugpjūtis rugpjūčio rugpjūtį rugpjūtyje " + " ".join(f"август{end}" for end in _HARD_ENDS),
    9: "september rugsėjis rugsėjo rugsėjį rugsėjyje",
    10: "october spalis spalio spalį spalyje",
    11: "november lapkritis lapkričio lapkritį lapkrityje",
    12: "december gruodis gruodžio gruodį gruodyje",
}
MONTHS = Words(
    {
        month: f"{names} " + " ".join(f"{_SOFT[month]}{end}" for end in _SOFT_ENDS if month in _SOFT)
        for month, names in _MONTH_NAMES.items()
    }
)
"""Only whole names in their cases: beginnings are names of people (Marija, Августина)."""

_NAME_ENDS = (
    "ского скому ыми ими ому ему ого его ами ями ией иею ием иям иях ою ею ой ей ий ым им ом ем ам ям ых их ах ях"
    " ую юю ая яя ии ию ия а я у ю ы и е о ь"
    " iumi umi imi iais ais iams ams oms emis omis iene ienes iui ui ius ias ys as is us es os io iu ei ai ia ie"
    " a e i o u s"
)
NAME_ENDS = tuple(sorted({fold(end) for end in _NAME_ENDS.split()}, key=lambda end: (-len(end), end)))
"""Ends that names take in Russian and Lithuanian cases, folded, longest first: "с Ивановой", "su Petrausku"."""
LEAST_STEM = 3
"""So many letters of a name are left at least."""
