"""The catalogue: which recommendations can be asked about and opened, shipped and one's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from core.errors import UnknownRecommendationError
from core.names import Found, find
from core.recommendation import Recommendation
from core.recommendation_file import read_recommendation
from core.register import Register


@dataclass(frozen=True)
class Catalogue:
    """Recommendations by key, the newest first, and the text that each was read from."""

    recommendations: Mapping[str, Recommendation]
    texts: Mapping[str, str]

    def get(self, key: str) -> Recommendation:
        """Return the recommendation with that key; case doesn't matter.

        Raises: UnknownRecommendationError with the keys that exist.
        """
        wanted = key.strip().casefold()
        if wanted not in self.recommendations:
            raise UnknownRecommendationError(key, tuple(self.recommendations))
        return self.recommendations[wanted]

    def has(self, word: str) -> bool:
        """Return whether a word is a recommendation's key."""
        return word.strip().casefold() in self.recommendations

    def find_member(self, text: str, register: Register) -> Found:
        """Find whom a person means among all municipalities and all other parties that are asked.

        Raises: UnknownMemberError with the nearest names.
        """
        parties = {
            member.code: (member.name, *member.also)
            for recommendation in self.recommendations.values()
            for member in recommendation.members
        }
        everybody = {m.code: (m.name, m.official_name) for m in register.municipalities.values()}
        return find(text, {**parties, **everybody})

    def asking(self, member: str) -> tuple[Recommendation, ...]:
        """Return the recommendations that ask a member (code), the newest first."""
        return tuple(r for r in self.recommendations.values() if member in r.members_by_code)


def load_catalogue(register: Register, own: Path | None = None) -> Catalogue:
    """Read the shipped agreements and those of a folder of one's own, which win by key.

    Raises: RecommendationFileError for the first file that can't be read.
    """
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in _files(own)]
    read = [(read_recommendation(text, name, register), text) for name, text in texts]
    found = {recommendation.key: (recommendation, text) for recommendation, text in read}
    newest_first = sorted(found, key=lambda key: _began(found[key][0]), reverse=True)
    return Catalogue(
        {key: found[key][0] for key in newest_first}, {key: found[key][1] for key in newest_first}
    )


def _began(recommendation: Recommendation) -> date:
    dates = (recommendation.recommended_on, recommendation.period.start)
    return next((each for each in dates if isinstance(each, date)), date.min)


def _files(own: Path | None) -> Iterable[Traversable]:
    shipped = [each for each in files("core.agreements").iterdir() if each.name.endswith(".toml")]
    mine = sorted(own.glob("*.toml")) if own else []
    return [*shipped, *mine]
