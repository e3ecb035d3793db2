"""What a browser may be told instead of what a thing is: keys and addresses nobody can guess."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from dataclasses import dataclass


def digest_of(secret: str) -> str:
    """What is kept of a secret that was given out: enough to know it again, and no more."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True)
class Veil:
    """Names made from a secret of the server: the same after a restart, and telling nothing.

    A showing belongs to one rater, so no two raters meet one name, and a picture that is shown
    twice has two.

    Args:
        secret: 32 random bytes.
    """

    secret: bytes

    def showing(self, presentation: uuid.UUID, revision: int) -> str:
        """The key that an answer to a showing carries: another one for each revision."""
        return self._of("showing", presentation.hex, str(revision))

    def picture(self, presentation: uuid.UUID, revision: int, index: int) -> str:
        """The address of one of the pictures of a showing."""
        return self._of("picture", presentation.hex, str(revision), str(index))

    def completion(self, rater: uuid.UUID) -> str:
        """Eight letters that show somebody has come to the end."""
        return self._of("completion", rater.hex)[:8].upper()

    def _of(self, *words: str) -> str:
        return hmac.new(self.secret, "|".join(words).encode(), hashlib.sha256).hexdigest()[:32]
