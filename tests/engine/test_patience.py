"""When the client gives up on an engine."""

from __future__ import annotations

from sr_studio.engine.patience import Patience


def test_silence_is_counted_from_the_last_sign_of_life() -> None:
    patience = Patience(silence_limit=2, cancel_limit=9)
    assert [patience.look() for _ in range(2)] == [None, None]
    patience.sign_of_life()
    assert [patience.look() for _ in range(2)] == [None, None]
    assert "no sign of life for 2 s" in (patience.look() or "")


def test_a_cancelled_job_has_a_limit_of_its_own() -> None:
    patience = Patience(silence_limit=99, cancel_limit=1)
    assert all(patience.look() is None for _ in range(5))
    patience.cancel_asked()
    assert patience.cancelling and patience.look() is None
    assert "did not stop within 1 s" in (patience.look() or "")
    patience.job_changed()
    assert not patience.cancelling and patience.look() is None
