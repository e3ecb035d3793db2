"""How long it takes: what was measured counts, and a bar never stands still or goes back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sr_studio.app.upscale.pace import Pace, Timing

WAY = ("bicubic", 4.0)


def test_nothing_is_known_at_first() -> None:
    timing = Timing()
    timing.begin(None, now=0.0)
    assert timing.fraction(now=9.0) == 0
    assert timing.left(now=9.0) is None
    assert Pace().seconds_for(WAY, 100) is None


def test_what_was_measured_counts_for_more_than_a_guess() -> None:
    pace = Pace()
    pace.guess(WAY, 100, 50.0)
    assert pace.seconds_for(WAY, 200) == 100.0
    pace.learn(WAY, 100, 10.0)  # with loading the model
    pace.learn(WAY, 100, 2.0)
    assert pace.seconds_for(WAY, 200) == 4.0
    assert pace.seconds_for(("nearest", 2.0), 200) is None


def test_the_bar_moves_before_the_first_tile_and_corrects_itself() -> None:
    timing = Timing()
    timing.begin(4.0, now=0.0)
    assert timing.fraction(now=1.0) == 0.25
    assert timing.left(now=1.0) == 3.0
    assert timing.left(now=9.0) is None  # longer than expected: nothing is promised any more
    timing.hear(0.25, None, now=5.0)  # a quarter after 5 s: 15 s to go
    assert timing.left(now=5.0) == 15.0
    assert timing.left(now=8.0) == 12.0
    timing.hear(0.5, 6.0, now=9.0)
    assert timing.left(now=10.0) == 5.0


@given(st.floats(0.1, 100), st.lists(st.floats(0, 1), max_size=4), st.booleans())
def test_the_bar_never_goes_back(expected: float, told: list[float], says_left: bool) -> None:
    timing, now, shown = Timing(), 0.0, [0.0]
    timing.begin(expected, now)
    for fraction in sorted(told):
        for _ in range(4):
            now += 0.7
            shown.append(timing.fraction(now))
        timing.hear(fraction, 9 * (1 - fraction) if says_left else None, now)
        shown.append(timing.fraction(now))
    assert shown == sorted(shown)
    assert all(0 <= value <= 1 for value in shown)
