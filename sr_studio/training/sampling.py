"""Which crops make a batch: a pure function of the seed and the iteration.

Nothing is kept between iterations, so a run that is killed goes on with exactly the crops it would
have seen, and any number of processes share one batch without talking to each other: each draws
the whole global batch and takes its part.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import torch

from sr_studio.errors import StudioError
from sr_studio.training.distributed import World
from sr_studio.training.recipes import Data


@dataclass(frozen=True)
class Draw:
    """One batch on paper: which picture, where (in LR pixels), mirrored, turned how often."""

    pictures: torch.Tensor
    tops: torch.Tensor
    lefts: torch.Tensor
    flips: torch.Tensor
    turns: torch.Tensor


class Sampler:
    """Draws batches of crops; each sample has its own picture, origin, mirror and turn."""

    def __init__(
        self, lr_sizes: torch.Tensor, data: Data, seed: int, world: World | None = None
    ) -> None:
        """Args: lr_sizes: P×2 heights and widths of the LR pictures; world: who shares a batch.

        Raises:
            StudioError: Fewer pictures than a batch of distinct ones needs, or the batch cannot be
                shared evenly between the processes.
        """
        self._sizes = lr_sizes
        self._data = data
        self.seed = seed
        self._world = world or World()
        pictures = len(lr_sizes)
        if data.distinct and pictures < data.batch:
            raise StudioError(
                f"{pictures} usable picture(s) cannot fill a batch of {data.batch} crops from "
                "distinct pictures",
                where="data folder",
                remedy=f"Add pictures, or use --set data.batch={max(1, pictures)} or "
                "--set data.distinct=false.",
            )
        if data.batch % self._world.size:
            raise StudioError(
                f"a batch of {data.batch} cannot be shared evenly by {self._world.size} processes",
                where="data.batch",
                remedy="Choose a multiple of the number of processes.",
            )

    def draw(self, iteration: int, salt: int = 0) -> Draw:
        """The whole global batch of one iteration (from 0). ``salt`` gives another one."""
        count = self._data.batch
        dice = _generator(self.seed, "batch", iteration, salt)
        pictures = self._pictures(iteration, salt)
        side = self._data.crop // self._data.scale
        room = self._sizes[pictures] - side + 1
        origins = (torch.rand(count, 2, generator=dice, dtype=torch.float64) * room).long()
        flips = torch.rand(count, generator=dice) < 0.5
        turns = torch.randint(4, (count,), generator=dice)
        return Draw(
            pictures,
            origins[:, 0],
            origins[:, 1],
            flips & self._data.flips,
            turns * int(self._data.turns),
        )

    def own_places(self) -> range:
        """The places of the global batch that this process works on."""
        part = self._data.batch // self._world.size
        return range(self._world.rank * part, (self._world.rank + 1) * part)

    def _pictures(self, iteration: int, salt: int) -> torch.Tensor:
        """Walk through shuffled rounds of all pictures; a round's rest too short is not used."""
        total, count = len(self._sizes), self._data.batch
        if not self._data.distinct:
            dice = _generator(self.seed, "pictures", iteration, salt)
            return torch.randint(total, (count,), generator=dice)
        batches_a_round = total // count
        round_number, place = divmod(iteration, batches_a_round)
        order = torch.randperm(total, generator=_generator(self.seed, "round", round_number, salt))
        return order[place * count : (place + 1) * count]


def _generator(*words: int | str) -> torch.Generator:
    digest = hashlib.sha256("|".join(map(str, words)).encode()).digest()
    return torch.Generator().manual_seed(int.from_bytes(digest[:8], "big") >> 1)
