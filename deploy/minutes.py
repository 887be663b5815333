"""`samtliga minutes`: a pasted or scanned extract of minutes, read into drafts of answers."""

import sys
from io import BytesIO
from pathlib import Path

from bot.settings import Settings
from bot.texts import Texts, texts_in
from bot.wording.drafts import draft_lines
from core.minutes import drafts_as_json, read
from deploy.offline import OperatorError

_STANDARD_INPUT = "-"


def read_minutes(file: str, *, as_json: bool) -> object:
    """Return the drafts in a text or a PDF, as text or JSON.

    Raises: OperatorError if the file can't be opened, or has no text in it.
    """
    t = texts_in(Settings().language)
    text = _text(file, t)
    drafts = read(text)
    if as_json:
        return drafts_as_json(drafts)
    if not drafts:
        return t("No decision was found in the text.")
    return "\n\n".join("\n".join(draft_lines(draft, t)) for draft in drafts)


def _text(file: str, t: Texts) -> str:
    data = _bytes(file, t)
    if data.startswith(b"%PDF-"):
        return _text_of_pdf(data, file, t)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # what older systems export


def _bytes(file: str, t: Texts) -> bytes:
    if file == _STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OperatorError(
            t("{file} can’t be opened: {reason}.", file=file, reason=reason)
        ) from error


def _text_of_pdf(data: bytes, file: str, t: Texts) -> str:
    from pypdf import PdfReader  # noqa: PLC0415  # heavy; only for a PDF
    from pypdf.errors import PyPdfError  # noqa: PLC0415  # as above

    try:
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    except (PyPdfError, ValueError, KeyError) as error:
        raise OperatorError(t("{file} can’t be read as a PDF.", file=file)) from error
    if not text.strip():
        raise OperatorError(
            t("{file} has no text in it, only pictures. Paste the text instead.", file=file)
        )
    return text
