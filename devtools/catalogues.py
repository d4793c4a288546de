"""The translations: collected from the code, kept in ``resources/i18n/*.po``, compiled to ``.mo``.

``update`` gives the same bytes for the same words, so that a change of code shows as a change of words only: entries
are sorted, hold no line numbers and no dates, and words that are no longer used are dropped. Guessed ("fuzzy")
translations are never made: a word is translated or it is not.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = ("lt", "ru")

# tr(text), ntr(one, many, n), trc(context, text): the first numbers name the arguments that hold text.
KEYWORDS = {"tr": None, "ntr": (1, 2), "trc": ((1, "c"), 2)}


def collect(package: Path) -> Catalog:
    """Every text of the package that is shown to the user."""
    found = Catalog()
    for _file, _line, text, comments, context in extract_from_dir(
        package, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        found.add(text, auto_comments=comments, context=context)
    return found


def read_catalogue(path: Path, language: str) -> Catalog:
    """The catalogue of a language; an empty one where there is no file yet."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def updated(old: Catalog, found: Catalog, language: str) -> Catalog:
    """The found texts with the translations they already have, in a catalogue without dates and names."""
    new = Catalog(locale=language, header_comment="", project="CRM Desktop", version="")
    for message in found:
        if not message.id:
            continue
        known = old.get(message.id, context=message.context)
        kept = known is not None and not known.fuzzy and type(known.id) is type(message.id)
        new.add(
            message.id,
            string=known.string if known is not None and kept else None,
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known is not None else (),
            flags=message.flags,
            context=message.context,
        )
    return new


def write_catalogue(path: Path, catalogue: Catalog) -> None:
    """Write the text form. The header holds what is needed to read it, and nothing that changes by itself."""
    plural = f'"Language: {catalogue.locale}\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n'
    header = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n{plural}\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(header.encode("utf-8"))
        write_po(file, catalogue, no_location=True, omit_header=True, sort_output=True, width=0)
    part.replace(path)


def compile_catalogue(path: Path, language: str) -> None:
    """Write the binary form beside the text form."""
    part = path.with_suffix(".mo.part")
    with part.open("wb") as file:
        write_mo(file, read_catalogue(path, language))
    part.replace(path.with_suffix(".mo"))


def untranslated(catalogue: Catalog) -> list[str]:
    """The texts that this language still lacks, plural forms included."""
    return [_shown(message) for message in catalogue if message.id and not _is_whole(message)]


def _is_whole(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(strings) and all(strings) and not message.fuzzy


def _shown(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}: {text}" if message.context else text


def main(arguments: list[str]) -> int:
    """Update or compile all languages; 1 where an update leaves words untranslated."""
    parser = argparse.ArgumentParser(
        prog="devtools.catalogues", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("job", choices=("update", "compile"))
    job = parser.parse_args(arguments).job
    found = collect(ROOT / "crm_desktop") if job == "update" else None
    missing = 0
    for language in LANGUAGES:
        path = FOLDER / f"{language}.po"
        if found is not None:
            catalogue = updated(read_catalogue(path, language), found, language)
            write_catalogue(path, catalogue)
            lacks = untranslated(catalogue)
            missing += len(lacks)
            print(f"{language}: {len(catalogue)} texts, {len(lacks)} untranslated")
            print("".join(f"  {text!r}\n" for text in lacks), end="")
        if path.exists():
            compile_catalogue(path, language)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
