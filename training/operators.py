"""torchvision on a CPU build of PyTorch: its compiled operators are missing, and its import asks for them by name."""

from __future__ import annotations

from functools import cache

import torch


@cache
def provide_torchvision_operators() -> torch.library.Library | None:
    """Declare what `import torchvision` looks up, once a process; call it before that import.

    Nothing here calls the operators, so they get no implementation. Where torchvision has its own, nothing is done.
    Returns the library object, which the declarations live as long as.
    """
    if hasattr(torch.ops.torchvision, "nms"):
        return None
    library = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    return library
