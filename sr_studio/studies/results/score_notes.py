"""What must be said about scores: order, sets, stimuli, the subject model."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sr_studio.sentences import Sentence, joined
from sr_studio.studies.results.results import FEWEST_IMAGES, Note, ScoreResults, SetResults
from sr_studio.studies.results.words import counted, listed, number
from sr_studio.studies.statistics.bootstrap import MOST_RESAMPLED
from sr_studio.studies.statistics.omnibus import MOST_POST_HOC, images_in_common

_ORDER_ALPHA = 0.001


def score_notes(results: ScoreResults) -> Iterator[Note]:
    """All notes of a study of scores that apply."""
    yield from _of_scores()
    yield from _of_the_model(results)
    yield from _of_the_order(results)
    for one in results.sets:
        yield from _of_a_set(one, results)
    yield from _of_several_sets(results)
    yield from _of_the_stimuli(results)


def _of_scores() -> Iterator[Note]:
    yield Note(
        "pooled_test",
        "note",
        Sentence(
            "The pooled test treats every rating as independent, as the paper seems to have done. "
            "It is printed in grey with its label; it never gives an asterisk, because it calls "
            "differences significant that would not be found again with other raters or images."
        ),
    )
    yield Note(
        "ordinal",
        "note",
        Sentence(
            "Scores are ordered categories. A mean of them is the custom of the field; counts and "
            "ranks are printed beside every MOS."
        ),
    )


def _of_the_model(results: ScoreResults) -> Iterator[Note]:
    model = results.model
    if model.at_floor.any():
        names = [results.raters[i] for i in np.flatnonzero(model.at_floor)]
        yield Note(
            "at_floor",
            "note",
            Sentence(
                "Subject model: %1 would be more consistent than whole scores allow, and are held "
                "at the floor.",
                listed(names),
            ),
        )
    if not model.converged:
        yield Note(
            "not_converged",
            "warning",
            Sentence("The subject model did not settle within %1 rounds.", model.iterations),
        )
    else:
        yield Note(
            "subject_model",
            "note",
            Sentence(
                "The subject model settled after %1. Its quality stands beside MOS, never in its "
                "place.",
                counted(model.iterations, "round"),
            ),
        )


def _of_the_order(results: ScoreResults) -> Iterator[Note]:
    if results.order_p < _ORDER_ALPHA:
        means = results.order_means
        first, last = f"{np.nanmin(means):.0%}", f"{np.nanmax(means):.0%}"
        yield Note(
            "order_balance",
            "warning",
            Sentence(
                "The systems were not spread evenly over the sessions: mean positions run from %1 "
                "to %2 of the stream.",
                first,
                last,
            ),
        )


def _of_a_set(one: SetResults, results: ScoreResults) -> Iterator[Note]:
    images = len(one.references)
    if one.few_images:
        yield Note(
            "few_images",
            "warning",
            Sentence(
                "%1: %2, fewer than %3: no statement about images in general. No test over image "
                "means is offered; with five images its smallest possible p is 0.0625.",
                one.name,
                counted(images, "image"),
                FEWEST_IMAGES,
            ),
        )
    if len(one.systems) == 1:
        yield Note(
            "one_system",
            "warning",
            Sentence(
                "%1: one system, %2. There is nothing to compare it with.",
                one.name,
                one.systems[0],
            ),
        )
    yield from _of_common_images(one)
    missing = one.missing
    if missing.missing:
        yield Note(
            "missing",
            "note",
            Sentence(
                "%1: %2 of %3 cells (%4) have no rating; %5 of %6 rated everything.",
                one.name,
                f"{missing.missing:,}",
                f"{missing.cells:,}",
                f"{missing.missing / missing.cells:.1%}",
                counted(missing.complete_raters, "rater"),
                len(one.block.raters),
            ),
        )
    statistics = one.statistics
    same = [one.systems[s] for s in np.flatnonzero((statistics.n > 1) & (statistics.sd == 0))]
    if same:
        yield Note(
            "all_equal",
            "note",
            Sentence(
                "%1: every rating of %2 is the same; the interval has no width.",
                one.name,
                listed(same),
            ),
        )
    if one.pairs is not None:
        without = np.flatnonzero(one.pairs.crossed.reason != "")
        if len(without):
            reasons = list(dict.fromkeys(one.pairs.crossed.reason[without].tolist()))
            yield Note(
                "no_crossed_test",
                "warning",
                Sentence(
                    "%1: the crossed test could not be computed for %2 of %3 pairs (%4). "
                    "Differences and counts are printed.",
                    one.name,
                    len(without),
                    len(one.pairs.first),
                    joined("; ", [Sentence(reason) for reason in reasons]),
                ),
            )
        if len(one.pairs.first) > MOST_RESAMPLED and not one.block.complete:
            yield Note(
                "not_resampled",
                "note",
                Sentence(
                    "%1: %2 pairs are too many to be resampled one by one; the crossed test stands "
                    "without its bootstrap check.",
                    one.name,
                    f"{len(one.pairs.first):,}",
                ),
            )
        if len(one.systems) > MOST_POST_HOC:
            yield Note(
                "no_post_hoc",
                "note",
                Sentence(
                    "%1: Nemenyi's comparisons are computed up to %2 systems.",
                    one.name,
                    MOST_POST_HOC,
                ),
            )
        floored = int(one.pairs.crossed.floored.sum())
        if floored:
            yield Note(
                "floored",
                "note",
                Sentence(
                    "%1: for %2 the residual alone was the larger variance and was used.",
                    one.name,
                    counted(floored, "pair"),
                ),
            )
        effect = np.nanmax(np.append(statistics.design_effect, 0.0))
        if effect > 0:
            yield Note(
                "design_effect",
                "note",
                Sentence(
                    "%1: taking all ratings as independent would understate the variance of a mean "
                    "by a factor of up to %2.",
                    one.name,
                    number(float(effect), 1),
                ),
            )
        if not one.few_images:
            p = one.p_holm[results.data.plan.column]
            undecided = int((p >= results.data.plan.alpha).sum())
            if undecided:
                yield Note(
                    "not_shown",
                    "note",
                    Sentence(
                        "%1: for %2 of %3 pairs a difference was not shown. That is not equality: "
                        "read the interval, the equivalence test and the smallest detectable "
                        "difference.",
                        one.name,
                        undecided,
                        len(one.pairs.first),
                    ),
                )


def _of_common_images(one: SetResults) -> Iterator[Note]:
    """Systems that were shown on different images are compared on what they share."""
    common = int(images_in_common(one.block.scores).sum())
    images = len(one.references)
    if common == images or one.pairs is None:
        return
    apart = int((one.pairs.crossed.n_cells == 0).sum())
    without = Sentence(" (%1 of %2 share none and are undefined)", apart, len(one.pairs.first))
    yield Note(
        "different_images",
        "warning",
        Sentence(
            "%1: the systems were not shown on the same images; %2 of %3 images show every system. "
            "Pairs are compared on the images that both were shown on%4; MOS over different images "
            "must not be compared.",
            one.name,
            common,
            images,
            without if apart else "",
        ),
    )


def _of_several_sets(results: ScoreResults) -> Iterator[Note]:
    if any(one.pairs is not None for one in results.sets):
        yield Note(
            "overlap",
            "note",
            Sentence(
                "Compare systems by the interval of their difference, not by whether their own "
                "intervals overlap."
            ),
        )
    if len(results.sets) > 1:
        names = listed([one.name for one in results.sets])
        yield Note(
            "sets_apart",
            "note",
            Sentence(
                "The sets (%1) are never averaged: the range of systems shown differs, and a score "
                "means something else in another context. The same holds for MOS of other studies; "
                "to compare studies, put common anchors into both.",
                names,
            ),
        )


def _of_the_stimuli(results: ScoreResults) -> Iterator[Note]:
    unanimous = int(results.stimuli.unanimous.sum())
    if unanimous:
        yield Note(
            "unanimous",
            "note",
            Sentence(
                "%1 of %2 got the same score from everybody: interval of width zero, no part in "
                "screening.",
                counted(unanimous, "stimulus", "stimuli"),
                len(results.stimuli.n),
            ),
        )
    single = int((results.stimuli.n == 1).sum())
    if single:
        yield Note(
            "single_rating",
            "note",
            Sentence("%1 got one rating and no interval.", counted(single, "stimulus", "stimuli")),
        )
    constant = [
        results.raters[flag.rater]
        for flag in results.flags
        if flag.rule == "correlation_r1" and np.isnan(flag.value)
    ]
    if constant:
        yield Note(
            "no_variance",
            "warning",
            Sentence(
                "%1: no variance, every rating is the same. The others are judged without them.",
                listed(constant),
            ),
        )
