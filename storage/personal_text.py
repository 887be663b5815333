"""Personal texts beside the ledger: an entry holds SHA-256 of a salt and the text, not the text.

One digest for one text in a workspace, so that a reader sees that the same person did two things
without seeing who. Where the text is erased, the digest and the chain stay as they are.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from secrets import token_hex

from sqlmodel import Session, col, select

from storage.record_tables import PersonalTextRow


def digests_for(session: Session, texts: Iterable[str]) -> Mapping[str, str]:
    """Return the digest that stands for each text in this workspace; new texts get a new salt."""
    wanted = sorted(set(texts))
    known = dict(
        session.exec(
            select(PersonalTextRow.text, PersonalTextRow.digest).where(
                col(PersonalTextRow.text).in_(wanted)
            )
        ).all()
    )
    salts = {text: token_hex(16) for text in wanted if text not in known}
    new = {text: salted(salt, text) for text, salt in salts.items()}
    session.add_all(
        PersonalTextRow(text=text, salt=salts[text], digest=digest) for text, digest in new.items()
    )
    session.flush()
    return {**known, **new}


def salted(salt: str, text: str) -> str:
    """Return the digest of a text under a salt."""
    return sha256(f"{salt}:{text}".encode()).hexdigest()


def personal_texts(session: Session) -> tuple[PersonalTextRow, ...]:
    """Return every personal text of this workspace, the oldest first."""
    return tuple(session.exec(select(PersonalTextRow).order_by(col(PersonalTextRow.id))))
