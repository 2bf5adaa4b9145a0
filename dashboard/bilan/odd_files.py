"""What a file is that is no workbook of today, by its first bytes, and what to do with it."""

from pathlib import Path

LOOKED_AT = 64 * 1024  # bytes
A_BILAN = "Attendu le classeur du bilan, en .xlsx ou en .ods"
SAVE_AS = "Ouvrez-le dans LibreOffice ou Excel, enregistrez-le au format .xlsx ou .ods et redonnez-le"
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
STARTS = {
    b"%PDF": f"C'est un PDF, dont on ne tire pas de réponses. {A_BILAN} : donnez le classeur d'où il vient.",
    b"{\\rtf": f"C'est un document texte (.rtf). {A_BILAN}.",
    b"\x89PNG": f"C'est une image. {A_BILAN}.",
    b"\xff\xd8\xff": f"C'est une image. {A_BILAN}.",
    b"PK": "Le fichier est incomplet : sa fin manque. Téléchargez-le ou copiez-le de nouveau, et redonnez-le.",
}
# Names of streams within an old file of Office, as it writes them.
STREAMS = {
    "EncryptedPackage": "Ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe et redonnez-le.",
    "Workbook": f"C'est un classeur d'Excel 97-2003 (.xls), quel que soit son nom. {SAVE_AS}.",
    "Book": f"C'est un classeur d'un ancien Excel (.xls), quel que soit son nom. {SAVE_AS}.",
    "WordDocument": f"C'est un document Word (.doc). {A_BILAN}.",
}
UNKNOWN = f"Ce fichier n'est pas un classeur. {A_BILAN}, tel que l'Atlas le donne à remplir."
EMPTY = f"Le fichier est vide (0 octet). {A_BILAN} : enregistrez-le de nouveau avant de le donner."
MARKED_UP = {
    "<office:document": f"C'est un classeur plat (.fods). {SAVE_AS}.",
    "urn:schemas-microsoft-com:office:spreadsheet": f"C'est un classeur XML d'Excel 2003. {SAVE_AS}.",
    "<html": f"C'est une page web, quel que soit le nom du fichier. {A_BILAN}, tel que l'Atlas le donne à remplir.",
    "<table": f"C'est une page web, quel que soit le nom du fichier. {A_BILAN}, tel que l'Atlas le donne à remplir.",
}
SEPARATORS = (";", "\t", ",")


def what_it_is(path: Path) -> str:
    """A French sentence for a file that is no archive."""
    with path.open("rb") as file:
        begun = file.read(LOOKED_AT)
    if not begun:
        return EMPTY
    if begun.startswith(OLD_OFFICE):
        streams = (sentence for name, sentence in STREAMS.items() if _in_old_file(path, name))
        return next(streams, f"C'est un document d'un ancien Office. {SAVE_AS}.")
    for start, sentence in STARTS.items():
        if begun.startswith(start):
            return sentence
    return _of_text(begun)


def _in_old_file(path: Path, name: str) -> bool:
    """Names are written in UTF-16, after all the sectors of a large file too."""
    return name.encode("utf-16-le") in path.read_bytes()


def _of_text(begun: bytes) -> str:
    """Text that is marked up, a table in plain text, or another text; nothing is known of what is no text."""
    text = begun.decode("utf-16" if begun[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", errors="replace")
    if "\x00" in text:
        return UNKNOWN
    if text.lstrip("\ufeff \r\n\tï»¿").startswith("<"):
        return next((sentence for mark, sentence in MARKED_UP.items() if mark in text.lower()), UNKNOWN)
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    if len(lines) > 1 and any(all(separator in line for line in lines[:-1]) for separator in SEPARATORS):
        return (
            "C'est une table en texte (CSV), quel que soit le nom du fichier : ses feuilles et ses formats sont perdus. "
            f"{A_BILAN} : remplissez celui que l'Atlas a donné."
        )
    return UNKNOWN
