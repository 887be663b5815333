"""Personal texts beside the ledger: an entry holds SHA-256 of a salt and the text, not the text.

One digest for one text in a workspace, so that a reader sees that the same person did two things
without seeing who. Where the text is erased, the digest and the chain stay as they are.
"""

from hashlib import sha256
from secrets import token_hex

from sqlmodel import Session, col, select

from storage.record_tables import PersonalTextRow


def digest_for(session: Session, text: str) -> str:
    """Return the digest that stands for a text in this workspace; a new text gets a new salt."""
    known = session.exec(select(PersonalTextRow.digest).where(PersonalTextRow.text == text)).first()
    if known is not None:
        return known
    salt = token_hex(16)
    row = PersonalTextRow(text=text, salt=salt, digest=salted(salt, text))
    session.add(row)
    session.flush()
    return row.digest


def salted(salt: str, text: str) -> str:
    """Return the digest of a text under a salt."""
    return sha256(f"{salt}:{text}".encode()).hexdigest()


def personal_texts(session: Session) -> tuple[PersonalTextRow, ...]:
    """Return every personal text of this workspace, the oldest first."""
    return tuple(session.exec(select(PersonalTextRow).order_by(col(PersonalTextRow.id))))
