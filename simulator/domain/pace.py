"""How simulator time runs against wall time."""

from dataclasses import dataclass
from typing import Literal

from simulator.domain.errors import Invalid

Mode = Literal["real", "scaled", "manual"]
_FASTEST = 1e9


@dataclass(frozen=True, slots=True)
class Pace:
    """How simulator time runs against wall time; `speed` is simulated seconds per real second."""

    speed: float

    @property
    def mode(self) -> Mode:
        """The name of this pace in the control API."""
        if self.speed == 0:
            return "manual"
        return "real" if self.speed == 1 else "scaled"

    @classmethod
    def parse(cls, text: str) -> "Pace":
        """Read `real`, `manual` or `SPEEDx` (as in `60x`); anything else is Invalid."""
        named = {"real": 1.0, "manual": 0.0}
        if text in named:
            return cls(named[text])
        try:
            speed = float(text.removesuffix("x"))
        except ValueError:
            speed = 0.0
        if not text.endswith("x") or not 0 < speed <= _FASTEST:
            message = f"The clock cannot be {text!r}. Use 'real', 'manual', or a speed such as '60x'."
            raise Invalid(message)
        return cls(speed)
