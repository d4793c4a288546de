"""Telling a company's name from a person's: legal forms, trade words and quotation marks in four languages."""

from __future__ import annotations

import re

# Legal forms are written in capitals or as fixed abbreviations; letter case is significant for the short ones, since
# 'ab', 'ao' and 'co' are also parts of people's names and words.
_FORMS_TEXT = (
    "ООО ОАО ЗАО ПАО АО НАО ТОО ОДО ЧУП УП ГУП МУП ФГУП ФГБУ ГБУ МБУ МБОУ АНО НКО ТСЖ СНТ КФХ ГК НПО НПП "
    "НПФ ПК АТ ТОВ ТД СК ПКФ ООД ЕООД UAB AB MB VšĮ VŠĮ VSI IĮ TŪB KŪB ŽŪB ŽŪK SIA OÜ AS GmbH AG KG OHG "
    "BV B.V. NV SA S.A. SARL SAS SpA S.p.A. SRL S.r.l. Oy Oyj ApS A/S AB. sp. LLC L.L.C. LLP LP PLC Plc "
    "plc Ltd Ltd. Limited Inc Inc. Corp Corp. Co. Pty Pte GbR UG KFT Kft s.r.o. a.s. d.o.o. EOOD OOD JSC "
    "OJSC CJSC LTD INC CORP Ltda Lda"
)
_FORMS = frozenset(_FORMS_TEXT.split())
_FORMS_FOLDED_TEXT = "uab všį vsi iį gmbh llc llp plc ltd inc corp limited ооо зао оао пао тоо jsc"
_FORMS_FOLDED = frozenset(_FORMS_FOLDED_TEXT.split())
_ENTREPRENEUR = re.compile(r"^(?:ИП|индивидуальный\s+предприниматель|ПБОЮЛ|ФОП|ЧП)\s+(?=\S)", re.IGNORECASE)
_TRADE_TEXT = (
    "company group holding holdings corporation enterprise enterprises partners associates solutions "
    "services systems trading industries international university college school hospital institute "
    "foundation association bank hotel restaurant studio agency centre center shop store market markets "
    "foods logistics consulting technologies software sons компания компании фирма группа груп групп "
    "холдинг корпорация завод фабрика банк магазин салон студия агентство центр школа университет "
    "институт больница клиника гостиница отель ресторан кафе администрация министерство управление "
    "общество организация предприятие учреждение товарищество ассоциация союз фонд объединение įmonė "
    "bendrovė grupė bankas mokykla gimnazija universitetas ligoninė viešbutis restoranas kavinė "
    "parduotuvė salonas studija agentūra centras ministerija savivaldybė savivaldybės seniūnija "
    "asociacija fondas institutas bendrija klubas darželis biblioteka muziejus tarnyba inspekcija "
    "departamentas kooperatyvas gesellschaft verein versicherung handel stiftung société sociedad empresa"
)
_TRADE = frozenset(_TRADE_TEXT.split())
_TRADE_ENDS = ("строй", "торг", "сервис", "банк", "инвест", "монтаж", "проект", "снаб", "стройматериалы")
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"[«„“”\"].+[»“”\"]|^'[^']+'$")
_JOINED = re.compile(r"\w\s*&\s*\w|^[\w'’]+, [\w'’]+(?:,| and| &) \w", re.IGNORECASE)
_EDGES = ",;()«»„“”\"'"


def is_entrepreneur(text: str) -> bool:
    """Whether the name is a sole trader's ('ИП Иванов И. И.'): in law and here a person, not a company."""
    return _ENTREPRENEUR.match(text.strip()) is not None


def looks_like_company(text: str) -> bool:
    """Whether the name is a company's by its legal form, quotation marks or trade words."""
    text = text.strip()
    if not text or is_entrepreneur(text):
        return False
    words = [word.strip(_EDGES) for word in text.split()]
    if any(word in _FORMS or word.rstrip(".").casefold() in _FORMS_FOLDED for word in words):
        return True
    if _QUOTED.search(text):
        return not _is_nickname(text)
    if any(
        word in _TRADE or (len(word) > 6 and word.endswith(_TRADE_ENDS))
        for word in _WORD.findall(text.casefold())
    ):
        return True
    return ("&" in text or "," in text) and _JOINED.search(text) is not None


def _is_nickname(text: str) -> bool:
    """'Иван "Ваня" Петров': a word in quotes between two words of a person's name."""
    return re.fullmatch(r"\w+ [«„“\"'][^»“”\"']+[»“”\"'] \w+", text) is not None


def company_core(name: str) -> str:
    """The name without legal form and quotation marks, for comparing: 'UAB „Gėlės“' and 'Gėlės, UAB' are one."""
    words = [word.strip(_EDGES) for word in re.split(r"[\s,]+", name)]
    core = [
        word
        for word in words
        if word and word not in _FORMS and word.rstrip(".").casefold() not in _FORMS_FOLDED
    ]
    return " ".join(core) or name.strip()
